/** No dead files: what nothing starts, serves or tests is read by people for nothing. */
import { posix } from 'node:path'
import { type Complaint, isSource, isTest, type Rule, type SourceFile, type Tree } from './tree.ts'

/** Files that a tool or a person starts, so that nobody needs to import them. */
function isEntry(path: string): boolean {
  return !isSource(path) || /(^|\/)(vite|vitest)\.config\.ts$/.test(path) || path.startsWith('migrations/')
}

/** Paths of the tree that a file names: in imports, and in strings such as scripts, workers and set-ups. */
function named(tree: Tree, file: SourceFile): string[] {
  const imported = file.imports.flatMap(({ target }) => (target ? [target] : []))
  const words = file.path.endsWith('.md') ? [] : (file.text.match(/[\w./@-]+\.tsx?\b/g) ?? [])
  const quoted = isSource(file.path) ? words.filter((word) => file.text.match(quotedWord(word))) : words
  const spoken = quoted.flatMap((word) => [
    posix.join(posix.dirname(file.path), word),
    posix.normalize(word.replace(/^\//, '')),
    posix.join(posix.dirname(file.path), word.replace(/^\//, '')),
  ])
  return [...imported, ...spoken].filter((path) => tree.has(path))
}

function quotedWord(word: string): RegExp {
  return new RegExp(`['"\`]${word.replace(/[.*+?^$()[\]\\]/g, '\\$&')}['"\`?]`)
}

/** `engine/a/b` of `engine/a/b.ts` and of all its tests: `engine/a/b.pg.test.ts`. */
function stem(path: string): string {
  return path.replace(/(\.(pg|nats|sim|web|types))?(\.(test|bench))?\.tsx?$/, '')
}

function checkDeadFiles(tree: Tree): Complaint[] {
  const alive = new Set([...tree.keys()].filter((path) => isEntry(path) || isTest(path)))
  const queue = [...alive]
  for (const path of queue) {
    for (const next of named(tree, tree.get(path)!)) {
      // a test keeps others alive, not its own subject: what only its own test uses is dead
      if (alive.has(next) || (isTest(path) && stem(path) === stem(next))) continue
      alive.add(next)
      queue.push(next)
    }
  }
  return [...tree.keys()]
    .filter((path) => !alive.has(path))
    .map((path) => ({
      path,
      line: 1,
      why: 'nothing uses it, or only its own test: delete both or put it to use',
    }))
}

export const noDeadFiles: Rule = { name: 'no dead files', check: checkDeadFiles }
