/** Reads the repository from the disk, without what .gitignore leaves out. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { type Tree, treeOf } from './tree.ts'

const BINARY = /\.(png|jpe?g|gif|ico|webp|avif|woff2?|ttf|pdf|zip|gz)$/

export function readTree(root: string): Tree {
  const ignored = ignoredNames(readFileSync(join(root, '.gitignore'), 'utf8'))
  const texts: Record<string, string> = {}
  const pending = ['']
  for (const folder of pending) {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = posix.join(folder, entry.name)
      if (entry.name === '.git' || ignored(entry.name, path)) continue
      if (entry.isDirectory()) pending.push(path)
      else if (entry.isFile()) texts[path] = BINARY.test(path) ? '' : readFileSync(join(root, path), 'utf8')
    }
  }
  return treeOf(texts)
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
