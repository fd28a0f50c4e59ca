/** A process that joins and holds on, for tests that kill and freeze it: `member-process.ts <databaseUrl> <nodeId> [alone]`. */
import { randomUUID } from 'node:crypto'
import { systemClock } from '../host/system-clock.ts'
import { openStore } from '../store/store.ts'
import { applicationNameOf } from './application-name.ts'
import { join } from './membership.ts'
import { makePgControl } from './pg-control.ts'

const [databaseUrl = '', nodeId = '', alone] = process.argv.slice(2)
const incarnation = randomUUID()
const store = await openStore({
  databaseUrl,
  dataDir: '',
  lanes: 2,
  applicationName: applicationNameOf(nodeId, incarnation),
})
const member = await join({
  control: makePgControl({ beats: store.control, moves: store.moves }),
  bus: null,
  clock: systemClock,
  nodeId,
  incarnation,
  epoch: store.epoch,
  isAlone: alone === 'alone',
  release: async () => {},
  log: { info() {}, warn() {} },
  onFenced: () => process.exit(70),
  onEpoch: () => process.exit(71),
})
process.once('SIGTERM', async () => {
  await member.handOff()
  await member.leave()
  process.exit(0)
})
process.stdout.write('joined\n')
