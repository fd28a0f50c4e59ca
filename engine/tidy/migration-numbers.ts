/** Migrations count 0001, 0002, 0003 … : a gap or a double means that two databases went different ways. */
import type { Complaint, Rule, Tree } from './tree.ts'

const NAME = /^migrations\/(\d{4})-[a-z0-9-]+\.ts$/

function checkMigrations(tree: Tree): Complaint[] {
  const paths = [...tree.keys()]
    .filter((path) => /^migrations\/[^/]+\.ts$/.test(path) && !path.endsWith('.test.ts'))
    .sort()
  return paths.flatMap((path, index) => {
    const number = NAME.exec(path)?.[1]
    const wanted = String(index + 1).padStart(4, '0')
    if (number === wanted) return []
    return [
      {
        path,
        line: 1,
        why: `should be migrations/${wanted}-what-it-does.ts: numbers leave no gap and never repeat`,
      },
    ]
  })
}

export const migrationNumbers: Rule = { name: 'migrations are numbered without gaps', check: checkMigrations }
