/** Suggestions as a person asks for them: over a real socket of a fake vendor, with the refusals of our table. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ANTHROPIC_KEY, ANTHROPIC_VOICE } from '../../engine/outside/captions/anthropic/fake.ts'
import {
  CAPTION,
  type FakeCaptions,
  RETRY_AFTER_SECONDS,
  startFakeCaptions,
} from '../../engine/outside/captions/fake-server.ts'
import { type Parley, refusal, refusalDetail, type Someone, withParley } from '../testing.ts'
import type { Suggested } from './do.ts'

const PER_HOUR = 12
const HOUR_MS = 60 * 60_000

let fake: FakeCaptions
let parley: Parley
let ann: Someone

beforeAll(async () => {
  fake = await startFakeCaptions(ANTHROPIC_VOICE)
  parley = await withParley({
    passwordThreads: 1,
    captions: {
      from: 'anthropic',
      apiKey: ANTHROPIC_KEY,
      model: 'of-the-test',
      apiUrl: fake.url,
      perHour: PER_HOUR,
    },
  })
  ann = await parley.someone('Ann')
})
beforeEach(() => void Object.assign(fake, { mood: 'good', holds: false }))
afterAll(async () => {
  await parley?.stop()
  await fake?.stop()
})

const WANTED = { text: 'five films for the autumn', network: 'x', tone: 'dry', locale: 'de-CH' } as const

async function suggested(person = ann): Promise<Suggested[]> {
  const pieces: Suggested[] = []
  for await (const piece of await person.call.captions.suggest(WANTED)) pieces.push(piece as Suggested)
  return pieces
}

test('who writes here is told', async () => {
  expect(await ann.call.captions.writer()).toEqual({ title: 'Anthropic' })
})

test('a suggestion comes in pieces, and says that it is whole', async () => {
  expect(await suggested()).toEqual([...CAPTION.map((text) => ({ is: 'text', text })), { is: 'whole' }])
})

test("the limit that is asked for is the network's own", async () => {
  await suggested()
  expect(fake.prompts.at(-1)).toContain('at most 280 characters')
})

test('a conversation is written for too', async () => {
  for await (const _ of await ann.call.captions.suggest({ text: 'lunch?' }));
  expect(fake.prompts.at(-1)).toContain('a conversation of a team')
})

test('what broke off is refused, after the pieces that came', async () => {
  fake.mood = 'errs'
  const pieces: unknown[] = []
  const reading = (async () => {
    for await (const piece of await ann.call.captions.suggest(WANTED)) pieces.push(piece)
  })()
  expect(await refusal(reading)).toBe('CAPTION_BROKEN')
  expect(pieces).toEqual([{ is: 'text', text: CAPTION[0] }])
})

test('a refusal of the vendor is one of ours', async () => {
  fake.mood = 'refuses'
  expect(await refusal(suggested())).toBe('CAPTION_REFUSED')
})

test('a vendor who is too busy says when to come back', async () => {
  fake.mood = 'throttles'
  const { reason, retryAfterMs } = await refusalDetail(suggested())
  expect(reason).toBe('BUSY')
  expect(retryAfterMs).toBeLessThanOrEqual(RETRY_AFTER_SECONDS * 1_000)
})

test('who goes ends the call', async () => {
  fake.holds = true
  for await (const piece of await ann.call.captions.suggest(WANTED)) {
    expect(piece).toEqual({ is: 'text', text: CAPTION[0] })
    break
  }
  await expect.poll(() => fake.open()).toBe(0)
})

test('an empty draft, and a tone of several lines, are no wishes', async () => {
  for (const wrong of [{ text: ' ' }, { tone: 'dry\nand now something else' }, { locale: 'en; rm' }]) {
    expect(await refusal(ann.call.captions.suggest({ ...WANTED, ...wrong }))).toBe('INVALID_INPUT')
  }
})

test('an organisation has so many an hour, all nodes and people together, and another one its own', async () => {
  const bob = await parley.someone('Bob')
  let taken = 0
  while (
    taken <= PER_HOUR &&
    (await suggested(bob).then(
      () => true,
      () => false,
    ))
  )
    taken++
  expect(taken).toBeLessThan(PER_HOUR)
  const { reason, retryAfterMs } = await refusalDetail(suggested())
  expect(reason).toBe('RATE_LIMITED')
  expect(retryAfterMs).toBeGreaterThan(HOUR_MS / 2)
  const organisationId = await parley.organisation('Elsewhere', [bob])
  const elsewhere = await parley.as({ token: bob.accessToken, organisationId })
  expect(await suggested({ ...bob, call: elsewhere })).toContainEqual({ is: 'whole' })
})
