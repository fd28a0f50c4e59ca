/** Who may import whom: the table of rooms, and the rule that holds every file to it. */
import { type Complaint, isSource, isTest, type Rule, type Tree } from './tree.ts'

interface Room {
  /** Files (no slash at the end) and folders (slash). The longest one that fits a file decides. */
  readonly where: readonly string[]
  /** Rooms it may import beside itself. */
  readonly imports: readonly string[]
  /** Why, and what to do instead. */
  readonly why: string
}

const PURE = ['kernel', 'protocol', 'conversation', 'post', 'networks']
const FLOOR = [
  ...PURE,
  'ports',
  'presence',
  'actors',
  'cluster',
  'fanout',
  'store',
  'outside',
  'holdings',
  'host',
  'planning',
  'node',
]

export const ROOMS: Readonly<Record<string, Room>> = {
  kernel: {
    where: ['engine/kernel/'],
    imports: [],
    why: 'the kernel stands under everything; move what needs more up to the room that needs it',
  },
  protocol: {
    where: ['engine/protocol/'],
    imports: ['kernel'],
    why: 'the protocol is the shared language; describe the thing as data here and act on it elsewhere',
  },
  ports: {
    where: ['engine/actors/ports.ts'],
    imports: ['kernel', 'protocol'],
    why: 'ports say what the runtime needs, not who gives it; name the shape here and implement it there',
  },
  conversation: {
    where: ['engine/conversation/'],
    imports: ['kernel', 'protocol', 'ports'],
    why: 'a machine decides from what it is given, so that replay and clients agree; pass it in',
  },
  post: {
    where: ['engine/post/'],
    imports: ['kernel', 'protocol', 'ports'],
    why: 'a machine decides from what it is given, so that replay and clients agree; pass it in',
  },
  networks: {
    where: ['engine/post/networks/'],
    imports: ['kernel', 'protocol'],
    why: 'what a network takes is arithmetic that the composer, the door and the adapter share; pass facts in',
  },
  presence: {
    where: ['engine/presence/'],
    imports: ['kernel', 'protocol', 'ports', 'contracts'],
    why: 'presence is never journalled; reach sockets and nodes through a port',
  },
  actors: {
    where: ['engine/actors/'],
    imports: ['kernel', 'protocol', 'ports'],
    why: 'the runtime serves every kind of room and knows none; let it come through RoomKind or another port',
  },
  cluster: {
    where: ['engine/cluster/'],
    imports: ['kernel', 'protocol', 'ports', 'contracts', 'store', 'host'],
    why: 'the control plane decides who owns what and carries no messages; hand it what it needs in node.ts',
  },
  fanout: {
    where: ['engine/fanout/'],
    imports: ['kernel', 'protocol', 'ports', 'contracts'],
    why: 'fan-out carries events of any kind to sinks; ask for more through engine/fanout/history.ts or sink.ts',
  },
  contracts: {
    where: [
      'engine/fanout/history.ts',
      'engine/fanout/sink.ts',
      'engine/cluster/bus.ts',
      'engine/cluster/control.ts',
      'engine/cluster/directory.ts',
    ],
    imports: ['kernel', 'protocol', 'ports'],
    why: 'a contract says what is needed, not who gives it',
  },
  store: {
    where: ['engine/store/'],
    imports: [...PURE, 'ports', 'contracts', 'host', 'migrations'],
    why: 'the store keeps what others decide; let node.ts bring both together',
  },
  migrations: {
    where: ['migrations/'],
    imports: [],
    why: 'a migration must do the same for ever, so it may not change with our code; write out what it needs',
  },
  outside: {
    where: ['engine/outside/'],
    imports: ['kernel', 'protocol', 'networks', 'host'],
    why: 'an adapter knows one foreign computer and nothing of our rooms; give it plain data',
  },
  holdings: {
    where: [
      'engine/outside/accounts/',
      'engine/outside/budgets/',
      'engine/outside/keys/',
      'engine/outside/media/',
      'engine/outside/outside.ts',
      'engine/outside/fakes-main.ts',
    ],
    imports: [...PURE, 'outside', 'store', 'host'],
    why: 'what we hold for other computers knows tables and adapters, and no room; tell posts through a hook',
  },
  planning: {
    where: ['engine/planning/'],
    imports: [...PURE, 'ports', 'store', 'holdings', 'host'],
    why: 'what door and hands do alike to plan a post; it asks tables and rooms, and never who called',
  },
  host: {
    where: ['engine/host/'],
    imports: ['kernel', 'protocol', 'ports'],
    why: 'the host is the machine below the house; what speaks of rooms belongs to the rooms',
  },
  sim: {
    where: ['engine/sim/'],
    imports: [...FLOOR, 'contracts'],
    why: 'a simulation holds the engine alone; nothing of the door or the clients',
  },
  node: {
    where: ['engine/node.ts'],
    imports: [...FLOOR, 'contracts'],
    why: 'the floor knows no HTTP, no tRPC and no React; attach them from api/main.ts',
  },
  tidy: {
    where: ['engine/tidy/', 'engine/testing/'],
    imports: ['kernel'],
    why: 'the laws look at the house from outside',
  },
  transport: {
    where: ['api/transport/'],
    imports: ['kernel', 'protocol', 'ports', 'presence', 'fanout', 'contracts', 'host', 'node', 'api'],
    why: 'the transport carries calls and knows no feature; take a function or put the shared part in api/',
  },
  feature: {
    where: ['api/*/'],
    imports: [...FLOOR, 'contracts', 'api'],
    why: 'a feature imports no other feature; shared things lie in api/, engine/store or engine/protocol',
  },
  api: {
    where: ['api/'],
    imports: [...FLOOR, 'contracts', 'transport', 'feature'],
    why: 'the door stands on the engine; it never imports workers or clients',
  },
  process: {
    where: ['api/main.ts'],
    imports: [...FLOOR, 'contracts', 'api', 'transport', 'feature', 'hands'],
    why: 'the process that people start is where door and hands meet, and nothing else is',
  },
  hands: {
    where: ['workers/main.ts'],
    imports: [...FLOOR, 'contracts', 'workers'],
    why: 'workers follow the journal and talk to rooms by commands; they never import the door',
  },
  workers: {
    where: ['workers/'],
    imports: [...FLOOR, 'contracts'],
    why: 'workers follow the journal and talk to rooms by commands; they never import the door',
  },
  twin: {
    where: ['workers/twin/'],
    imports: [...FLOOR, 'contracts', 'sim', 'workers'],
    why: 'the twin plays real hands in a house of memory, so it alone takes parts of the simulation; no door',
  },
  sdk: {
    where: ['clients/sdk/'],
    imports: PURE,
    why: 'the SDK runs in browsers: it may use the pure rooms, and of api only `type AppRouter`',
  },
  web: {
    where: ['clients/web/'],
    imports: [...PURE, 'sdk'],
    why: 'the app is a user of the SDK like any other; add what it lacks to clients/sdk',
  },
  cli: {
    where: ['clients/cli/'],
    imports: [...PURE, 'sdk'],
    why: 'the command line is a user of the SDK like any other; add what it lacks to clients/sdk',
  },
  bench: {
    where: ['bench/'],
    imports: [...PURE, 'ports', 'actors', 'sdk', 'sim', 'tidy'],
    why: 'a bench measures from outside, as a user does; start the server as a process',
  },
}

/** The room a file lies in: `feature:auth` for `api/auth/…`, null for files of no room. */
export function roomOf(path: string): string | null {
  let best: { name: string; length: number } | null = null
  for (const [name, room] of Object.entries(ROOMS)) {
    for (const where of room.where) {
      if (!fits(path, where) || (best && best.length >= where.length)) continue
      best = { name, length: where.length }
    }
  }
  return best?.name === 'feature' ? `feature:${path.split('/')[1]}` : (best?.name ?? null)
}

function fits(path: string, where: string): boolean {
  if (where.endsWith('*/')) return path.startsWith(where.slice(0, -2)) && path.split('/').length > 2
  return where.endsWith('/') ? path.startsWith(where) : path === where
}

function kindOf(room: string): string {
  return room.split(':')[0] as string
}

function checkImportLaw(tree: Tree): Complaint[] {
  const complaints: Complaint[] = []
  const doors = [...tree.values()].filter((file) => !isTest(file.path) && file.imports.some(isAppRouter))
  for (const file of tree.values()) {
    if (!isSource(file.path) || isTest(file.path)) continue
    const room = roomOf(file.path)
    if (room === null) continue
    const law = ROOMS[kindOf(room)] as Room
    for (const fact of file.imports) {
      const theirs = fact.target === null ? null : roomOf(fact.target)
      if (theirs === null || theirs === room || law.imports.includes(kindOf(theirs))) continue
      if (file.path.startsWith('clients/') && isAppRouter(fact) && file === doors[0]) continue
      const may = ['itself', ...law.imports].join(', ')
      const why = `${kindOf(room)} may not import ${fact.target} (only ${may}): ${law.why}`
      complaints.push({ path: file.path, line: fact.line, why })
    }
  }
  return complaints
}

function isAppRouter(fact: { target: string | null; names: readonly string[]; typeOnly: boolean }): boolean {
  const { target, names, typeOnly } = fact
  return target === 'api/router.ts' && typeOnly && names.length === 1 && names[0] === 'AppRouter'
}

export const importLaw: Rule = { name: 'rooms import only what they may', check: checkImportLaw }
