/** `openTown`: the people of a scenario, on a server started for it or on the deployment that `--url` names. */
import { ageLog } from '../run/age-log.ts'
import type { Bench } from '../scenario.ts'
import { remoteTown } from './remote-town.ts'
import { seededTown, type Town } from './town.ts'

/** 16 MB each: a load of minutes, and of seconds. */
const SEGMENTS = 60
const QUICK_SEGMENTS = 16

/** `close` ends a server that was started here too. */
export async function openTown(bench: Bench, people: number): Promise<Town> {
  if (bench.remote !== null) return remoteTown(bench.remote)
  const server = await bench.parley()
  try {
    await ageLog(server.databaseUrl, bench.quick ? QUICK_SEGMENTS : SEGMENTS)
    const town = await seededTown(server, people)
    return {
      ...town,
      async close() {
        await town.close()
        await server.stop()
      },
    }
  } catch (error) {
    await server.stop()
    throw error
  }
}
