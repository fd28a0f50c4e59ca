/** No barrels: a file that only passes on what others export hides where things are and ties everything together. */
import { type Complaint, lineAt, type Rule, type Tree } from './tree.ts'

function checkBarrels(tree: Tree): Complaint[] {
  const complaints: Complaint[] = []
  for (const { path, code, imports, passesOnOnly } of tree.values()) {
    const sources = new Set(imports.flatMap(({ reExport, specifier }) => (reExport ? [specifier] : [])))
    const star = /^export\s+(type\s+)?\*/m.exec(code)
    if (star) {
      const why = '`export *` hides where a name comes from; import it from its own file'
      complaints.push({ path, line: lineAt(code, star.index), why })
    } else if (passesOnOnly && (sources.size > 1 || /(^|\/)index\.tsx?$/.test(path))) {
      const why = 'only passes on what others export; delete it and import from the files themselves'
      complaints.push({ path, line: 1, why })
    }
  }
  return complaints
}

export const noBarrels: Rule = { name: 'no barrels', check: checkBarrels }
