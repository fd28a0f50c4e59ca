/** `importCsv`: a post a line of a table, with a report a line. What is imported again makes nothing twice. */
import { isLocalDateTime } from '../../engine/post/wall-clock.ts'
import { ERRORS, Refusal, refuse } from '../../engine/protocol/errors.ts'
import { LIMITS } from '../../engine/protocol/limits.ts'
import { Media } from '../../engine/store/entities/media.ts'
import { SocialAccount } from '../../engine/store/entities/social-account.ts'
import { derivedId } from '../derived-id.ts'
import type { SignedInCtx } from '../procedure.ts'
import { checkPlan, checkTimeZone, fitOf } from './check.ts'
import { type CsvRecord, parseCsv } from './csv.ts'
import { create, schedule } from './do.ts'
import { Scheduled } from './shapes.ts'

export interface CsvRow {
  /** Where it begins in the file, from 1. */
  readonly line: number
  readonly ok: boolean
  readonly postId?: string
  /** In words for a person. With `ok`, what a network will spoil. */
  readonly problems: readonly string[]
}

export interface ToImport {
  readonly csv: string
  readonly timeZone: string
  /** True: look at it only. */
  readonly dryRun: boolean
}

/** What the names in a table stand for. */
interface Known {
  readonly accounts: readonly SocialAccount[]
  readonly media: readonly Pick<Media, 'id' | 'name'>[]
}

const COLUMNS = ['text', 'date', 'time', 'accounts', 'tags', 'media']
/** Files are found by their names among the newest. */
const FILES_MAX = 5_000

/**
 * Columns: text, date (`2026-12-01`), time (`09:00`), accounts (handles, names or ids), tags, media (names or ids); the last three
 * are lists with `|` between. Without a date a line becomes a draft. Refuses with CSV_INVALID, TIME_INVALID.
 */
export async function importCsv(ctx: SignedInCtx, input: ToImport): Promise<{ rows: CsvRow[] }> {
  checkTimeZone(input.timeZone)
  const table = parseCsv(input.csv)
  if (table === null || !table.columns.includes('text')) {
    refuse('CSV_INVALID', { message: `The first line must name the columns: ${COLUMNS.join(', ')}.` })
  }
  if (table.records.length > LIMITS.csvRowsMax) {
    refuse('CSV_INVALID', { message: `At most ${LIMITS.csvRowsMax} lines in one file.` })
  }
  const em = ctx.node.store.scoped(ctx.session.organisationId)
  const known: Known = {
    accounts: await em.find(SocialAccount, { removedAt: null }),
    media: await em.find(Media, {}, { orderBy: { createdAt: 'desc' }, limit: FILES_MAX }),
  }
  const seen = new Map<string, number>()
  const rows: CsvRow[] = []
  for (const record of table.records) {
    const content = JSON.stringify(COLUMNS.map((name) => record.fields[name] ?? ''))
    const times = (seen.get(content) ?? 0) + 1
    seen.set(content, times)
    // a line that stands there twice means two posts
    const commandId = derivedId(['csv', input.timeZone, content, String(times)])
    rows.push({ line: record.line, ...(await importRow(ctx, input, known, record, commandId)) })
  }
  return { rows }
}

async function importRow(
  ctx: SignedInCtx,
  { timeZone, dryRun }: ToImport,
  known: Known,
  { fields }: CsvRecord,
  commandId: string,
): Promise<Omit<CsvRow, 'line'>> {
  const problems: string[] = []
  const { text = '', date = '', time = '' } = fields
  const found = <Found>(
    cell: string | undefined,
    find: (known: Known, said: string) => Found | null,
    what: string,
  ) =>
    listOf(cell).flatMap((said) => {
      const one = find(known, said)
      if (one === null) problems.push(`There is no ${what} “${said}”.`)
      return one === null ? [] : [one]
    })
  const targets = found(fields.accounts, accountOf, 'account').map((to) => ({ to }))
  const media = found(fields.media, fileOf, 'file')
  const localDateTime = `${date}T${time || '09:00'}`
  const hasTime = date !== '' || time !== ''
  if (hasTime && !isLocalDateTime(localDateTime)) problems.push(`“${date} ${time}” is no date and time.`)
  if (hasTime && listOf(fields.accounts).length === 0) problems.push('A post with a time needs an account.')
  if (problems.length > 0) return { ok: false, problems }
  const parsed = Scheduled.safeParse({
    text,
    media,
    targets,
    tags: listOf(fields.tags),
    at: { localDateTime, timeZone },
    commandId,
  })
  if (!parsed.success) {
    return {
      ok: false,
      problems: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
    }
  }
  try {
    const { at, lateness, ...draft } = parsed.data
    const faults = (await fitOf(ctx, draft)).flatMap((fit) => fit.problems)
    const said = faults.map(({ message }) => message)
    if (hasTime && faults.some(({ isFatal }) => isFatal)) return { ok: false, problems: said }
    if (dryRun) {
      if (hasTime) checkPlan(ctx, { at, lateness })
      return { ok: true, problems: said }
    }
    const { post } = hasTime ? await schedule(ctx, parsed.data) : await create(ctx, draft)
    return { ok: true, postId: post.id, problems: said }
  } catch (error) {
    if (!(error instanceof Refusal) || ERRORS[error.reason].retryable) throw error
    return { ok: false, problems: [error.message] }
  }
}

function listOf(cell = ''): string[] {
  return cell
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** By id, handle or name; `x:parley` where several networks have the same. Null when there is none, or more than one. */
function accountOf({ accounts }: Known, said: string) {
  const [, network, name = said] = /^([a-z]+):(.+)$/.exec(said) ?? []
  const wanted = name.trim().replace(/^@/, '').toLowerCase()
  const found = accounts.filter(
    (account) =>
      (network === undefined || account.network === network) &&
      [account.id, account.handle?.replace(/^@/, '').toLowerCase(), account.name.toLowerCase()].includes(
        wanted,
      ),
  )
  const [account, ...others] = found
  if (account === undefined || others.length > 0) return null
  return { kind: 'account' as const, accountId: account.id, network: account.network }
}

/** The newest of that name. */
function fileOf({ media }: Known, said: string): string | null {
  return media.find(({ id, name }) => id === said || name === said)?.id ?? null
}
