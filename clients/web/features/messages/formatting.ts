/** Reads the little formatting people type: links, `code`, **strong**, _emphasis_, quotes and code blocks. */

export type Span =
  | { readonly kind: 'text' | 'code' | 'strong' | 'emphasis'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }

export type Block =
  | { readonly kind: 'paragraph' | 'quote'; readonly spans: readonly Span[] }
  | { readonly kind: 'code'; readonly text: string }

const FENCE = /(?:^|\n)```[^\n`]*\n([\s\S]*?)\n?```(?=\n|$)/g

/** The blocks of a message. Only structure: nothing here is markup, so nothing can be injected. */
export function readFormatting(text: string): Block[] {
  const blocks: Block[] = []
  let end = 0
  for (const match of text.matchAll(FENCE)) {
    pushProse(text.slice(end, match.index), blocks)
    blocks.push({ kind: 'code', text: match[1] as string })
    end = match.index + match[0].length
  }
  pushProse(text.slice(end), blocks)
  return blocks
}

function pushProse(text: string, blocks: Block[]): void {
  const lines = text.replace(/^\n+|\n+$/g, '').split('\n')
  let from = 0
  for (let at = 1; at <= lines.length; at++) {
    const quoted = isQuoted(lines[from])
    if (at < lines.length && isQuoted(lines[at]) === quoted) continue
    const prose = lines.slice(from, at).map((line) => (quoted ? line.slice(2) : line))
    if (prose.some((line) => line !== '')) {
      blocks.push({ kind: quoted ? 'quote' : 'paragraph', spans: readSpans(prose.join('\n')) })
    }
    from = at
  }
}

function isQuoted(line: string | undefined): boolean {
  return line?.startsWith('> ') ?? false
}

// code first, because nothing inside it means anything; marks must hug their words, so "2 * 3 * 4" stays as it is
const MARKS =
  /`([^`\n]+)`|\*\*(?=\S)([^\n]+?)(?<=\S)\*\*|(?<![\w*])([*_])(?=[^\s*_])([^\n]*?)(?<=[^\s*_])\3(?![\w*])|(https?:\/\/[^\s<>"]+)/g

/** The spans of one block of prose. */
export function readSpans(text: string): Span[] {
  const spans: Span[] = []
  let end = 0
  for (const match of text.matchAll(MARKS)) {
    const span = readMark(match)
    if (span === null) continue
    if (match.index > end) spans.push({ kind: 'text', text: text.slice(end, match.index) })
    spans.push(span.span)
    end = match.index + span.length
  }
  if (end < text.length) spans.push({ kind: 'text', text: text.slice(end) })
  return spans
}

function readMark(match: RegExpMatchArray): { span: Span; length: number } | null {
  const [whole, code, strong, , emphasis, address] = match
  if (code !== undefined) return { span: { kind: 'code', text: code }, length: whole.length }
  if (strong !== undefined) return { span: { kind: 'strong', text: strong }, length: whole.length }
  if (emphasis !== undefined) return { span: { kind: 'emphasis', text: emphasis }, length: whole.length }
  const text = trimAddress(address as string)
  const href = safeHref(text)
  return href === null ? null : { span: { kind: 'link', text, href }, length: text.length }
}

/** Without the punctuation of the sentence around it; a closing bracket stays when it was opened inside. */
function trimAddress(address: string): string {
  let text = address
  for (;;) {
    const last = text.at(-1) as string
    const unopened = last === ')' && text.split('(').length < text.split(')').length
    if (!unopened && !'.,;:!?\'"*_]}'.includes(last)) return text
    text = text.slice(0, -1)
  }
}

/** The address when a click on it is harmless: only the web, never a script. */
export function safeHref(text: string): string | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null
}
