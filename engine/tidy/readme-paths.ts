/** A README that names a path which is gone sends its reader astray; so every path it names must exist. */
import { posix } from 'node:path'
import { type Complaint, lineAt, type Rule, type Tree } from './tree.ts'

const CODE = /`([^`\n]+)`/g
const LINK = /\]\(([^)\s]+)\)/g
const FENCE = /^```[^\n]*\n[\s\S]*?^```/gm
const FILE = /^[\w@.-]+(\/[\w@.-]+)*\.(tsx?|json|md|ya?ml|sql|css|html|sh)$/
/** `.pg.test.ts` speaks of many files. */
const SUFFIX = /^\.([\w]+\.)?(test|bench)\.tsx?$/
const FOLDER = /^[\w@.-]+(\/[\w@.-]+)+\/?$|^[\w.-]+\/$/

function checkReadmes(tree: Tree): Complaint[] {
  const places = placesOf(tree)
  const complaints: Complaint[] = []
  for (const { path, text } of tree.values()) {
    if (!path.endsWith('.md')) continue
    const prose = text.replace(FENCE, (block) => block.replace(/[^\n]/g, ' '))
    const here = posix.dirname(path)
    const exists = (named: string) =>
      places.has(posix.normalize(named)) || places.has(posix.normalize(posix.join(here, named)))
    for (const [, word = '', index] of matches(prose, CODE)) {
      for (const named of spelledOut(word)) {
        if (!namesAPath(named, here, places) || exists(strip(named))) continue
        complaints.push({
          path,
          line: lineAt(text, index),
          why: `\`${named}\` does not exist: mend the name`,
        })
      }
    }
    for (const [, word = '', index] of matches(prose, LINK)) {
      if (/^[a-z]+:|^#/.test(word)) continue
      const named = strip(word.replace(/#.*/, ''))
      if (!exists(named))
        complaints.push({ path, line: lineAt(text, index), why: `the link ${word} leads nowhere` })
    }
  }
  return complaints
}

function matches(text: string, pattern: RegExp): [string, string | undefined, number][] {
  return [...text.matchAll(pattern)].map((found) => [found[0], found[1], found.index])
}

/** `a/{b,c}.ts` names two paths. */
function spelledOut(word: string): string[] {
  const braces = /^(.*)\{([^{}]+)\}(.*)$/.exec(word)
  if (!braces) return [word]
  const [, before = '', middle = '', after = ''] = braces
  return middle.split(',').flatMap((part) => spelledOut(before + part.trim() + after))
}

function strip(named: string): string {
  return named.replace(/^\.\//, '').replace(/\/$/, '')
}

/** Whether a word is meant as a path: a file by its suffix, or a folder that begins at one we know. */
function namesAPath(word: string, here: string, places: ReadonlySet<string>): boolean {
  if (word.startsWith('@') || SUFFIX.test(word)) return false
  if (FILE.test(word)) return true
  if (!FOLDER.test(word)) return false
  const first = word.split('/')[0] as string
  return places.has(first) || places.has(posix.join(here, first))
}

/** All files and folders. A file may also be named by its name alone, where the text has said which room. */
function placesOf(tree: Tree): Set<string> {
  const places = new Set<string>()
  for (const path of tree.keys()) {
    places.add(posix.basename(path))
    for (let place = path; place !== '.'; place = posix.dirname(place)) places.add(place)
  }
  return places
}

export const readmePaths: Rule = { name: 'READMEs name only paths that exist', check: checkReadmes }
