/** Reads the repository from the disk, without what .gitignore leaves out. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { type Tree, treeOf } from './tree.ts'

/** Text that people write is shorter; what is longer, or holds a zero byte, is known by its name alone. */
const TEXT_BYTES_MAX = 1_000_000

export function readTree(root: string): Tree {
  const ignored = ignoredNames(readFileSync(join(root, '.gitignore'), 'utf8'))
  const texts: Record<string, string> = {}
  const pending = ['']
  for (const folder of pending) {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = posix.join(folder, entry.name)
      if (entry.name === '.git' || ignored(entry.name, path)) continue
      if (entry.isDirectory()) pending.push(path)
      else if (entry.isFile()) texts[path] = textOf(join(root, path))
    }
  }
  return treeOf(texts)
}

function textOf(path: string): string {
  const bytes = readFileSync(path)
  return bytes.length > TEXT_BYTES_MAX || bytes.includes(0) ? '' : bytes.toString('utf8')
}

/** The part of .gitignore that we write: names with stars, anywhere or from the top (`/name`). */
export function ignoredNames(gitignore: string): (name: string, path: string) => boolean {
  const patterns = gitignore
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const fromTop = line.startsWith('/')
      const words = line.replace(/^\//, '').replace(/\/$/, '').split('*')
      const form = words.map((word) => word.replace(/[.+?^$()[\]{}|\\]/g, '\\$&')).join('[^/]*')
      return { fromTop, form: new RegExp(`^${form}$`) }
    })
  return (name, path) => patterns.some(({ fromTop, form }) => form.test(fromTop ? path : name))
}
