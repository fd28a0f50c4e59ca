/** A process that measures rooms once and sends what it found: a runtime before it would still be leaving the memory. */
import { measureRooms, type RoomsWanted } from './rooms-in-memory.ts'

const wanted = JSON.parse(process.argv[2] ?? '') as RoomsWanted
// does not count: the functions are met for the first time, in so few rooms that their leaving is not seen
await measureRooms({ ...wanted, rooms: 50, decisions: 200 })
process.send?.(await measureRooms(wanted))
