/** The top of the repository is its table of contents: exactly these names, and files that a tool insists on. */
import type { Complaint, Rule, Tree } from './tree.ts'

const ROOMS = ['engine', 'api', 'workers', 'clients', 'migrations', 'bench', 'deploy']
const FILES = ['README.md', 'package.json', 'tsconfig.json', 'docker-compose.yml']
const TOOLS = ['package-lock.json', '.gitignore', '.env.example', '.ci', '.biome.json', 'vitest.config.ts']

function checkTopLevel(tree: Tree): Complaint[] {
  const allowed = new Set([...ROOMS, ...FILES, ...TOOLS])
  const tops = new Set([...tree.keys()].map((path) => path.split('/')[0] as string))
  return [...tops]
    .filter((top) => !allowed.has(top))
    .map((path) => ({
      path,
      line: 1,
      why: `has no place at the top: put it into a room (${ROOMS.join(', ')}), or name the tool that insists on it`,
    }))
}

export const topLevel: Rule = { name: 'the top level holds only its rooms', check: checkTopLevel }
