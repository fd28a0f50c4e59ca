/** The repository as data: every file with its text, and for source files what each of them imports. */
import { posix } from 'node:path'
import { parseSync } from 'vite'

export interface Import {
  /** As written. */
  readonly specifier: string
  /** The path in the repository it points to; null for a package. */
  readonly target: string | null
  /** Imported names; `*` for a namespace, empty for a side effect. */
  readonly names: readonly string[]
  /** Gone at run time. `import { type A }` is not: Node still loads the file. */
  readonly typeOnly: boolean
  /** It is an `export … from`. */
  readonly reExport: boolean
  readonly line: number
}

export interface SourceFile {
  readonly path: string
  readonly text: string
  /** The text with comments and the insides of strings blanked, lines kept; '' for what is not TypeScript. */
  readonly code: string
  /** The comments alone, lines kept. */
  readonly comments: string
  readonly imports: readonly Import[]
  /** It holds imports and `export … from`, and nothing of its own. */
  readonly passesOnOnly: boolean
}

export type Tree = ReadonlyMap<string, SourceFile>

/** What a rule found. `why` says why it matters and what to do instead. */
export interface Complaint {
  readonly path: string
  readonly line: number
  readonly why: string
}

/** One law of the repository. */
export interface Rule {
  readonly name: string
  readonly check: (tree: Tree) => readonly Complaint[]
}

/** A tree from paths and texts: of the real repository, or of an example in a test. */
export function treeOf(texts: Readonly<Record<string, string>>): Tree {
  return new Map(Object.entries(texts).map(([path, text]) => [path, sourceFile(path, text)]))
}

export function isSource(path: string): boolean {
  return /\.tsx?$/.test(path) && !path.endsWith('.d.ts')
}

/** Tests, and what only tests use. The laws about imports and size leave them more room. */
export function isTest(path: string): boolean {
  return /\.(test|bench)\.tsx?$/.test(path) || /(^|\/)testing(\.ts$|\/)|[/-]suite\.ts$/.test(path)
}

export function lineAt(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}

function sourceFile(path: string, text: string): SourceFile {
  if (!isSource(path)) return { path, text, code: '', comments: '', imports: [], passesOnOnly: false }
  const parsed = parseSync(path, text)
  if (parsed.errors.length > 0) throw new Error(`${path} cannot be parsed: ${parsed.errors[0]?.message}`)
  const strings: [number, number][] = []
  const imports: Import[] = []
  const target = (specifier: string) =>
    specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier.replace(/\?.*$/, '')) : null
  const note = (specifier: string, at: number, fact: Omit<Import, 'specifier' | 'target' | 'line'>) =>
    imports.push({ specifier, target: target(specifier), line: lineAt(text, at), ...fact })

  walk(parsed.program, (node) => {
    if (node.type === 'Literal' && typeof node.value === 'string')
      strings.push([node.start + 1, node.end - 1])
    if (node.type === 'JSXText') strings.push([node.start, node.end])
    if (node.type === 'TemplateElement') strings.push([node.start + 1, node.end - (node.tail ? 1 : 2)])
    const source = node.source as Node | undefined
    if (typeof source?.value !== 'string') return
    if (node.type === 'ImportExpression')
      note(source.value, node.start, { names: ['*'], typeOnly: false, reExport: false })
    if (node.type !== 'TSImportType') return
    const name = /\)\s*\.\s*(\w+)/.exec(text.slice(node.start, node.end))?.[1]
    note(source.value, node.start, { names: [name ?? '*'], typeOnly: true, reExport: false })
  })

  for (const found of parsed.module.staticImports) {
    note(found.moduleRequest.value, found.start, {
      names: found.entries.map(
        (entry) => entry.importName.name ?? (entry.importName.kind === 'Default' ? 'default' : '*'),
      ),
      typeOnly: /^import\s+type\b/.test(text.slice(found.start, found.end)),
      reExport: false,
    })
  }
  for (const found of parsed.module.staticExports) {
    const from = found.entries.find((entry) => entry.moduleRequest)?.moduleRequest
    if (!from) continue
    note(from.value, found.start, {
      names: found.entries.map((entry) => entry.importName.name ?? '*'),
      typeOnly: /^export\s+type\b/.test(text.slice(found.start, found.end)),
      reExport: true,
    })
  }
  const commented = parsed.comments.map(({ start, end }): [number, number] => [start, end])
  const code = blank(text, [...commented, ...strings])
  const comments = blank(text, outside(commented, text.length))
  const passesOnOnly =
    imports.some(({ reExport }) => reExport) &&
    parsed.program.body.every((statement) => 'source' in statement && statement.source !== null)
  return { path, text, code, comments, imports, passesOnOnly }
}

interface Node extends Record<string, unknown> {
  readonly type: string
  readonly start: number
  readonly end: number
}

/** Calls `visit` for every node of a syntax tree. */
function walk(value: unknown, visit: (node: Node) => void): void {
  if (typeof value !== 'object' || value === null) return
  if ('type' in value && 'start' in value) visit(value as Node)
  for (const part of Object.values(value)) walk(part, visit)
}

function outside(ranges: readonly [number, number][], length: number): [number, number][] {
  const gaps: [number, number][] = []
  let from = 0
  for (const [start, end] of ranges) {
    gaps.push([from, start])
    from = end
  }
  return [...gaps, [from, length]]
}

function blank(text: string, ranges: readonly [number, number][]): string {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0])
  let blanked = ''
  let from = 0
  for (const [start, end] of sorted) {
    if (end <= from) continue
    const begin = Math.max(start, from)
    blanked += text.slice(from, begin) + text.slice(begin, end).replace(/[^\n]/g, ' ')
    from = end
  }
  return blanked + text.slice(from)
}
