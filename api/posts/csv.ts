/** `parseCsv`: a CSV file (RFC 4180) as records by the names in its first line. */

export interface CsvRecord {
  /** Where it begins in the file, from 1. */
  readonly line: number
  /** By column name in lower case; a column that a line lacks is ''. */
  readonly fields: Readonly<Record<string, string>>
}

/** Null when there is no line of names. Separated by commas, or by semicolons when the first line holds more of those. */
export function parseCsv(text: string): { columns: string[]; records: CsvRecord[] } | null {
  const clean = text.replace(/^\uFEFF/, '')
  const firstLine = clean.slice(0, (clean.search(/[\r\n]/) + 1 || clean.length + 1) - 1)
  const separator = firstLine.split(';').length > firstLine.split(',').length ? ';' : ','
  const [head, ...rows] = rowsOf(clean, separator)
  const columns = head?.cells.map((name) => name.trim().toLowerCase()) ?? []
  if (columns.every((name) => name === '')) return null
  const records = rows
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    .map(({ line, cells }) => ({
      line,
      fields: Object.fromEntries(columns.map((name, index) => [name, (cells[index] ?? '').trim()])),
    }))
  return { columns, records }
}

interface Row {
  readonly line: number
  readonly cells: string[]
}

/** A quoted cell may hold separators, line ends, and quotes written twice. A quote that never ends reaches to the end of the file. */
function rowsOf(text: string, separator: string): Row[] {
  const rows: Row[] = []
  let cells: string[] = []
  let cell = ''
  let isQuoted = false
  let line = 1
  let beginsAt = 1
  const endRow = () => {
    rows.push({ line: beginsAt, cells: [...cells, cell] })
    cells = []
    cell = ''
  }
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '\n') line++
    if (isQuoted) {
      if (char !== '"') cell += char
      else if (text[at + 1] === '"') {
        cell += '"'
        at++
      } else isQuoted = false
    } else if (char === '"' && cell.trim() === '') {
      isQuoted = true
      cell = ''
    } else if (char === separator) {
      cells.push(cell)
      cell = ''
    } else if (char === '\n') {
      endRow()
      beginsAt = line
    } else if (char !== '\r') cell += char
  }
  if (cell !== '' || cells.length > 0) endRow()
  return rows
}
