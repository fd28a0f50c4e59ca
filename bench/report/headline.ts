/** `headlineOf` and `targetsOf`: a result as the tables of a README, so that no figure is typed by hand. */
import type { Result } from './html.ts'
import { type AnsweredRow, numberOf } from './table.ts'

/** Servers of the headline, in the order of its columns. */
const COLUMNS = ['parley', 'trpc', 'socket.io', 'socket.io-uws', 'uws'] as const
const TITLES: Readonly<Record<(typeof COLUMNS)[number], string>> = {
  parley: '**Parley**',
  trpc: 'official tRPC',
  'socket.io': 'Socket.IO',
  'socket.io-uws': 'Socket.IO on uWS',
  uws: 'raw uWS',
}
/** Units that say what a server carries; the rest of a result is in its page. */
const RATES = new Set(['deliveries/s', 'calls/s', 'acks/s', 'sockets/s'])

/** What each server carried, one line a question that several were asked. */
export function headlineOf({ rows, conditions }: Result): string {
  const rates = rows.filter(({ unit }) => RATES.has(unit))
  const lines = groups(rates).filter((group) => group.rows.some(({ server }) => server === 'parley'))
  return [
    tableLine(['', ...COLUMNS.map((server) => TITLES[server])]),
    tableLine(['---', ...COLUMNS.map(() => '---:')]),
    ...lines.map(({ name, rows }) => tableLine([name, ...COLUMNS.map((server) => cellOf(rows, server))])),
    '',
    `${conditions.cores} cores (${conditions.cpu}), commit ${conditions.commit}: \`${conditions.command}\``,
  ].join('\n')
}

/** Every target of the result, met or not. */
export function targetsOf({ rows }: Result): string {
  const asked = rows.filter(({ target }) => target !== undefined)
  return [
    tableLine(['scenario', 'what', 'value', 'target', '']),
    tableLine(['---', '---', '---:', '---', '---']),
    ...asked.map((row) =>
      tableLine([
        row.scenario,
        `${row.what}${row.server === 'parley' ? '' : ` (${row.server})`}`,
        `${numberOf(row.value)} ${row.unit}`,
        row.target?.says ?? '',
        `${row.target?.isMet ? 'met' : '**not met**'}${row.isStarved ? ', generator was the limit' : ''}`,
      ]),
    ),
  ].join('\n')
}

interface Group {
  readonly name: string
  readonly rows: readonly AnsweredRow[]
}

/** Rows of one scenario about the same thing; what only some servers do goes without its variant. */
function groups(rows: readonly AnsweredRow[]): Group[] {
  const found = new Map<string, AnsweredRow[]>()
  for (const row of rows) {
    const what = row.unit === 'sockets/s' ? 'connects' : row.what
    const name = `${row.scenario}: ${what}, ${row.unit}`
    const group = found.get(name)
    if (group) group.push(row)
    else found.set(name, [row])
  }
  return [...found].map(([name, rows]) => ({ name, rows }))
}

function cellOf(rows: readonly AnsweredRow[], server: string): string {
  const row = rows.find((one) => one.server === server)
  return row === undefined ? '' : numberOf(row.value)
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
