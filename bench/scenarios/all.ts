/** `SCENARIOS`: everything that `npm run bench` can ask, in the order of the table. */
import type { Scenario } from '../scenario.ts'
import { chat } from './chat.ts'
import { fanout } from './fanout.ts'
import { growth } from './growth.ts'
import { history } from './history.ts'
import { idle } from './idle.ts'
import { nodes } from './nodes.ts'
import { resident } from './resident.ts'
import { rooms } from './rooms.ts'
import { rpc } from './rpc.ts'
import { send } from './send.ts'
import { storm } from './storm.ts'

export const SCENARIOS: readonly Scenario[] = [
  fanout,
  rooms,
  rpc,
  send,
  chat,
  idle,
  resident,
  storm,
  history,
  growth,
  nodes,
]
