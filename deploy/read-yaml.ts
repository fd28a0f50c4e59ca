/** Reads the part of YAML that docker-compose.yml is written in, and throws at everything else. */

export type Yaml = string | readonly Yaml[] | { readonly [key: string]: Yaml }

interface Line {
  readonly number: number
  readonly indent: number
  readonly text: string
}

/** Mappings, lists, `[ "a", "b" ]`, `{}` and plain or quoted words; every word is a string. */
export function readYaml(text: string): Yaml {
  const lines = text
    .split('\n')
    .map((line, index): Line => ({ number: index + 1, indent: line.search(/\S/), text: line.trim() }))
    .filter((line) => line.text !== '' && !line.text.startsWith('#'))
  const { value, next } = block(lines, 0)
  if (next !== lines.length) fail(lines[next] as Line, 'is not indented like what it belongs to')
  return value
}

/** The lines from `at` that are indented alike: a list when they begin with a dash, else a mapping. */
function block(lines: readonly Line[], at: number): { value: Yaml; next: number } {
  const first = lines[at] as Line
  const entries: [string, Yaml][] = []
  const isList = first.text.startsWith('- ')
  let next = at
  for (let line = lines[next]; line && line.indent === first.indent; line = lines[next]) {
    if (isList) {
      if (!line.text.startsWith('- ')) fail(line, 'is no entry of the list')
      entries.push([String(entries.length), word(line, line.text.slice(2))])
      next++
      continue
    }
    const [, key, rest] = /^([\w.-]+):(?: (.*))?$/.exec(line.text) ?? fail(line, 'is no `key: value`')
    if (entries.some(([known]) => known === key)) fail(line, `names ${key} again`)
    const inner = lines[next + 1]
    const isOpen = rest === undefined && inner !== undefined && inner.indent > line.indent
    const found = isOpen ? block(lines, next + 1) : { value: word(line, rest ?? ''), next: next + 1 }
    entries.push([key as string, found.value])
    next = found.next
  }
  return { value: isList ? entries.map(([, value]) => value) : Object.fromEntries(entries), next }
}

function word(line: Line, text: string): Yaml {
  if (/^(\[.*\]|\{\}|".*")$/.test(text)) return JSON.parse(text) as Yaml
  if (/^[[{&*!|>%@`'"]/.test(text) || / #|: /.test(text)) fail(line, 'is YAML that this reader does not know')
  return text
}

function fail(line: Line, why: string): never {
  throw new Error(`line ${line.number} ${why}: ${line.text}`)
}
