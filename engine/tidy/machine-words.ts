/** The repository is the same on every machine: no path of one person, no host of one network. */
import { type Complaint, lineAt, type Rule, type Tree } from './tree.ts'

const WORDS: readonly (readonly [RegExp, string])[] = [
  [
    /(?<![\w.$/-])\/(home|Users|work|workspace|workspaces)\/[\w.-]+/g,
    'a path of one machine: say it from the top of the repository',
  ],
  [/(?<![\w.-])\/root\/[\w.-]+/g, 'a path of one machine: say it from the top of the repository'],
  [/(?<![\w-])[A-Za-z]:\\\\?Users\b/g, 'a path of one machine: say it from the top of the repository'],
  [/\bregistry\.[a-z0-9-]+\.[a-z]{2,}\b/g, 'a package host: the client of whoever installs knows its own'],
  [
    /\b(artifactory|jfrog|codeartifact|verdaccio|pypi)[\w.-]{0,60}\.[a-z]{2,}\b/g,
    'a package host: leave it to the client',
  ],
  [/(?<=[\w-])\.(internal|corp|lan)\b(?!\()/g, 'a host of one network: make it a setting'],
]

/** `resolved` pins a host; `omit-lockfile-registry-resolved` keeps the checksums and leaves the hosts out. */
const RESOLVED = /^\s*"resolved":\s*"https?:[^"]*"/gm

function checkMachineWords(tree: Tree): Complaint[] {
  const complaints: Complaint[] = []
  for (const { path, text } of tree.values()) {
    if (path.endsWith('package-lock.json')) {
      const found = text.match(RESOLVED) ?? []
      if (found.length === 0) continue
      const why = `${found.length} addresses of a package host: npm install --omit-lockfile-registry-resolved leaves them out`
      complaints.push({ path, line: 1, why })
      continue
    }
    for (const [word, why] of WORDS) {
      for (const found of text.matchAll(word)) {
        complaints.push({ path, line: lineAt(text, found.index), why: `${found[0]} is ${why}` })
      }
    }
  }
  return complaints
}

export const machineWords: Rule = { name: 'text is the same on every machine', check: checkMachineWords }
