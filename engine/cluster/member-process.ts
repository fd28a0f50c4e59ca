/** A process that joins and holds on, for tests that kill and freeze it: `member-process.ts <databaseUrl> <nodeId>`. */
import { randomUUID } from 'node:crypto'
import { systemClock } from '../host/system-clock.ts'
import { openStore } from '../store/store.ts'
import { applicationNameOf } from './application-name.ts'
import { join } from './membership.ts'

const [databaseUrl = '', nodeId = ''] = process.argv.slice(2)
const incarnation = randomUUID()
const store = await openStore({
  databaseUrl,
  dataDir: '',
  lanes: 2,
  applicationName: applicationNameOf(nodeId, incarnation),
})
const log = { info() {}, warn() {} }
await join({ store, nodeId, incarnation, clock: systemClock, log, onFenced: () => process.exit(70) })
process.stdout.write('joined\n')
