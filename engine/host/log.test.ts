import { expect, test } from 'vitest'
import { makeLog } from './log.ts'

function logged(write: (log: ReturnType<typeof makeLog>) => void): string {
  const lines: string[] = []
  write(makeLog({ logLevel: 'debug' }, { write: (line) => void lines.push(line) }))
  return lines.join('')
}

test('a line carries its level as a word, its time, and what the child was given', () => {
  const line = JSON.parse(logged((log) => log.child({ room: 'r1' }).info({ seq: 7 }, 'committed')))
  expect(line).toMatchObject({ level: 'info', room: 'r1', seq: 7, msg: 'committed' })
  expect(Date.parse(line.time)).not.toBeNaN()
})

test('nothing secret is written, two levels down either', () => {
  const text = logged((log) => {
    log.info({ password: 'swordfish-1', accessToken: 'swordfish-2' })
    log.info({ input: { password: 'swordfish-3', refreshToken: 'swordfish-4' } })
    log.info({ request: { headers: { authorization: 'swordfish-5', cookie: 'swordfish-6' } } })
  })
  expect(text).not.toContain('swordfish')
  expect(text.match(/\[secret\]/g)).toHaveLength(6)
})

test('an error is told without the connection that the pool hangs on it', () => {
  const error = Object.assign(new Error('terminated'), { code: '57P01', client: { secretKey: 4711 } })
  const { err } = JSON.parse(logged((log) => log.warn({ err: error }, 'lost')))
  expect(err).toMatchObject({
    message: 'terminated',
    code: '57P01',
    stack: expect.stringContaining('log.test'),
  })
  expect(err.client).toBe(undefined)
  expect(JSON.parse(logged((log) => log.warn({ err: 'a word' }, 'lost'))).err).toBe('a word')
})
