/** Finds the programs that tests need beside npm's (nats-server, Chromium), or fetches them on Debian. */
import { execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export interface Part {
  readonly name: string
  /** Names that it has on the path. */
  readonly programs: readonly string[]
  /** Where it lies when it is not on the path. */
  readonly places: readonly string[]
  /** Environment variable that says where it is; wins over everything. */
  readonly variable: string
  /** Debian packages, any of which brings it; the first that exists is installed. */
  readonly packages: readonly string[]
}

export const NATS_SERVER: Part = {
  name: 'nats-server',
  programs: ['nats-server'],
  places: ['/usr/sbin/nats-server', '/usr/local/bin/nats-server', '/opt/homebrew/bin/nats-server'],
  variable: 'NATS_SERVER',
  packages: ['nats-server'],
}

export const CHROMIUM: Part = {
  name: 'Chromium',
  programs: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  places: [
    '/usr/lib/chromium/chromium',
    '/snap/bin/chromium',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ],
  variable: 'CHROMIUM',
  packages: ['chromium', 'chromium-browser'],
}

/** The path of a part, or null when this machine does not have it. */
export function findPart(part: Part, env: Record<string, string | undefined> = process.env): string | null {
  const told = env[part.variable]
  if (told) return runs(told) ? told : null
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean)
  const candidates = [
    ...part.programs.flatMap((program) => folders.map((folder) => join(folder, program))),
    ...part.places,
  ]
  return candidates.find(runs) ?? null
}

/** The path of a part that `npm test` has found or fetched. Throws one line that says what to install. */
export function partPath(part: Part): string {
  const path = findPart(part)
  if (path === null) throw new Error(missing(part))
  return path
}

/** Finds a part, else installs it from Debian's packages when this person may. Throws one line otherwise. */
export function findOrFetch(part: Part): string {
  const found = findPart(part)
  if (found !== null) return found
  if (process.env[part.variable]) throw new Error(missing(part))
  const become = asRoot()
  if (become === null) throw new Error(missing(part))
  process.stdout.write(`fetching ${part.name} from the packages of this system …\n`)
  const quiet = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...words: string[]) => {
    const [program, ...args] = [...become, 'apt-get', ...words] as [string, ...string[]]
    execFileSync(program, args, { env: quiet, stdio: ['ignore', 'ignore', 'pipe'], timeout: 600_000 })
  }
  updateOnce(() => apt('-qq', 'update'))
  for (const name of part.packages) {
    try {
      apt('-qq', '-y', '--no-install-recommends', 'install', name)
      break
    } catch {
      // another release calls it by the next name; when none is there, partPath says so
    }
  }
  return partPath(part)
}

let updated = false
function updateOnce(update: () => void): void {
  if (updated) return
  updated = true
  try {
    update()
  } catch {
    // an unreachable third-party list must not stop us: what is missing shows at the install
  }
}

/** The words to put before a command so that it runs as root; null when apt or root is out of reach. */
function asRoot(): string[] | null {
  if (!existsSync('/usr/bin/apt-get')) return null
  if (process.getuid?.() === 0) return []
  try {
    execFileSync('sudo', ['-n', 'true'], { stdio: 'ignore' })
    return ['sudo', '-n', 'env', 'DEBIAN_FRONTEND=noninteractive']
  } catch {
    return null
  }
}

function missing(part: Part): string {
  return `${part.name} is missing: install the package "${part.packages[0]}", or set ${part.variable} to its path`
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
