import { type TRPC_ERROR_CODE_KEY, TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import { describe, expect, it } from 'vitest'
import { ERRORS, type ErrorRow, isRetryable, type Reason, Refusal, refuse } from './errors.ts'
import { LIMITS } from './limits.ts'

const rows = Object.entries(ERRORS) as [Reason, ErrorRow][]

describe('the table of errors', () => {
  it.each(rows)('%s has the status that tRPC gives its code', (_reason, { code, status }) => {
    const known: TRPC_ERROR_CODE_KEY = code
    expect(getHTTPStatusCodeFromError(new TRPCError({ code: known }))).toBe(status)
  })

  it.each(rows)('%s says what it means in a sentence', (reason, { meaning }) => {
    expect(reason).toMatch(/^[A-Z]+(_[A-Z]+)*$/)
    expect(meaning).toMatch(/^[A-Z].*\.$/)
  })

  it('lets try again what may succeed later, and nothing else', () => {
    const retryable = rows.filter(([, row]) => row.retryable).map(([reason]) => reason)
    const later = [
      'BUSY',
      'RATE_LIMITED',
      'UNAVAILABLE',
      'NOT_OWNER',
      'OWNER_UNREACHABLE',
      'SHUTTING_DOWN',
      'INTERNAL',
    ]
    expect(retryable.sort()).toEqual(later.sort())
  })

  it('names the limits as they are', () => {
    const said = (limit: number) => limit.toLocaleString('en')
    expect(ERRORS.TEXT_TOO_LONG.meaning).toContain(said(LIMITS.textCharsMax))
    expect(ERRORS.TITLE_TOO_LONG.meaning).toContain(said(LIMITS.titleCharsMax))
    expect(ERRORS.SLOTS_FULL.meaning).toContain(said(LIMITS.slotsMax))
    expect(ERRORS.TEMPLATES_FULL.meaning).toContain(said(LIMITS.templatesMax))
    expect(ERRORS.MEMBERS_FULL.meaning).toContain(said(LIMITS.membersMax))
    expect(ERRORS.PASSWORD_WEAK.meaning).toContain(said(LIMITS.passwordCharsMin))
    expect(ERRORS.PASSWORD_WEAK.meaning).toContain(said(LIMITS.passwordBytesMax))
  })
})

describe('a refusal', () => {
  it('carries its reason, and says what the table says unless it knows better', () => {
    expect(new Refusal('ARCHIVED')).toMatchObject({ reason: 'ARCHIVED', message: ERRORS.ARCHIVED.meaning })
    const busy = new Refusal('BUSY', { retryAfterMs: 500, message: 'So many people!', data: { waiting: 3 } })
    expect(busy).toMatchObject({ retryAfterMs: 500, message: 'So many people!', data: { waiting: 3 } })
    expect(busy).toBeInstanceOf(Error)
  })

  it('is thrown by refuse, also inside an expression', () => {
    const find = (): string | null => null
    expect(() => find() ?? refuse('UNKNOWN_MESSAGE')).toThrow(Refusal)
  })

  it('knows whether to try again', () => {
    expect([isRetryable('BUSY'), isRetryable('NO_PERMISSION')]).toEqual([true, false])
  })
})
