/** Reads the part of YAML that docker-compose.yml is written in, and throws at everything else. */

export type Yaml = string | readonly Yaml[] | { readonly [key: string]: Yaml }

interface Line {
  readonly number: number
  readonly indent: number
  readonly text: string
}

type Anchors = Map<string, Yaml>

/**
 * Mappings, lists, `[ "a", "b" ]`, `{}` and plain or quoted words; every word is a string. `key: &name` names a mapping,
 * and `<<: *name`, first in another, begins it with the same entries.
 */
export function readYaml(text: string): Yaml {
  const lines = text
    .split('\n')
    .map((line, index): Line => ({ number: index + 1, indent: line.search(/\S/), text: line.trim() }))
    .filter((line) => line.text !== '' && !line.text.startsWith('#'))
  const { value, next } = block(lines, 0, new Map())
  if (next !== lines.length) fail(lines[next] as Line, 'is not indented like what it belongs to')
  return value
}

/** The lines from `at` that are indented alike: a list when they begin with a dash, else a mapping. */
function block(lines: readonly Line[], at: number, anchors: Anchors): { value: Yaml; next: number } {
  const { indent, text } = lines[at] as Line
  let next = at
  if (text.startsWith('- ')) {
    const items: Yaml[] = []
    for (let line = lines[next]; line?.indent === indent; line = lines[++next]) {
      if (!line.text.startsWith('- ')) fail(line, 'is no entry of the list')
      items.push(word(line, line.text.slice(2)))
    }
    return { value: items, next }
  }
  const entries = new Map<string, Yaml>()
  const own = new Set<string>()
  for (let line = lines[next]; line?.indent === indent; line = lines[next]) {
    const [, key = '', rest] = /^([\w.-]+|<<):(?: (.*))?$/.exec(line.text) ?? fail(line, 'is no `key: value`')
    if (own.has(key)) fail(line, `names ${key} again`)
    own.add(key)
    if (key === '<<') {
      if (next > at) fail(line, 'must come first')
      for (const [name, value] of Object.entries(merged(line, rest, anchors))) entries.set(name, value)
      next++
      continue
    }
    const anchor = /^&([\w-]+)$/.exec(rest ?? '')?.[1]
    const inner = lines[next + 1]
    const isOpen = (rest === undefined || anchor) && inner !== undefined && inner.indent > indent
    const found = isOpen ? block(lines, next + 1, anchors) : { value: word(line, rest ?? ''), next: next + 1 }
    if (anchor) anchors.set(anchor, found.value)
    entries.set(key, found.value)
    next = found.next
  }
  return { value: Object.fromEntries(entries), next }
}

function merged(line: Line, rest = '', anchors: Anchors): { readonly [key: string]: Yaml } {
  const found = anchors.get(/^\*([\w-]+)$/.exec(rest)?.[1] ?? '')
  if (found === undefined || typeof found === 'string' || Array.isArray(found))
    fail(line, 'merges no mapping')
  return found as { readonly [key: string]: Yaml }
}

function word(line: Line, text: string): Yaml {
  if (/^(\[.*\]|\{\}|".*")$/.test(text)) return JSON.parse(text) as Yaml
  if (/^[[{&*!|>%@`'"]/.test(text) || / #|: /.test(text)) fail(line, 'is YAML that this reader does not know')
  return text
}

function fail(line: Line, why: string): never {
  throw new Error(`line ${line.number} ${why}: ${line.text}`)
}
