/** `.env.example` lists every key that the configuration reads, and no other: it is the operator's only list. */
import { type Complaint, lineAt, type Rule, type Tree } from './tree.ts'

const CONFIG = 'engine/host/config.ts'
const EXAMPLE = '.env.example'

function checkEnvExample(tree: Tree): Complaint[] {
  const code = tree.get(CONFIG)?.code ?? ''
  const example = tree.get(EXAMPLE)?.text ?? ''
  const read = keys(code, /^ {2}([A-Z][A-Z0-9_]*):/gm)
  const listed = keys(example, /^(?:# ?)?([A-Z][A-Z0-9_]*)=/gm)
  const unlisted = [...read].filter(([key]) => !listed.has(key))
  const unread = [...listed].filter(([key]) => !read.has(key))
  return [
    ...unlisted.map(([key, line]) => ({
      path: CONFIG,
      line,
      why: `${key} is not in ${EXAMPLE}: add it there with a sentence`,
    })),
    ...unread.map(([key, line]) => ({
      path: EXAMPLE,
      line,
      why: `nothing reads ${key}: take it out, or read it in ${CONFIG}`,
    })),
  ]
}

function keys(text: string, pattern: RegExp): Map<string, number> {
  return new Map([...text.matchAll(pattern)].map((found) => [found[1] as string, lineAt(text, found.index)]))
}

export const envExample: Rule = { name: '.env.example lists every setting', check: checkEnvExample }
