/** The lockfile is whole: `npm ci` refuses one that leaves out optional packages, also those of other systems. */
import type { Complaint, Rule, Tree } from './tree.ts'

const LOCKFILE = 'package-lock.json'

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>
  >
}

function checkLockfile(tree: Tree): Complaint[] {
  const text = tree.get(LOCKFILE)?.text
  if (!text) return []
  const { packages } = JSON.parse(text) as Lock
  const complaints: Complaint[] = []
  for (const [path, { optionalDependencies = {} }] of Object.entries(packages)) {
    for (const name of Object.keys(optionalDependencies)) {
      if (`${path}/node_modules/${name}` in packages || `node_modules/${name}` in packages) continue
      const why = `${name}, optional for ${path}, is left out, so npm ci fails: add it with its version, os and cpu`
      complaints.push({ path: LOCKFILE, line: 1, why })
    }
  }
  return complaints
}

export const wholeLockfile: Rule = { name: 'the lockfile is whole', check: checkLockfile }
