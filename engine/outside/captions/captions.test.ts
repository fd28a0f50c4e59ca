import { expect, test } from 'vitest'
import { makeManualClock } from '../../sim/manual-clock.ts'
import { makeAnthropic } from './anthropic/anthropic.ts'
import { ANTHROPIC_KEY, ANTHROPIC_VOICE } from './anthropic/fake.ts'
import { ANTHROPIC_SETTINGS } from './anthropic/settings.ts'
import { captionsSuite, SILENCE_MS } from './captions-suite.ts'
import type { CaptionAsked, CaptionPiece, Captions } from './contract.ts'
import { startFakeCaptions, type Voice } from './fake-server.ts'
import { OPENAI_KEY, OPENAI_VOICE, refused } from './openai/fake.ts'
import { makeOpenAi } from './openai/openai.ts'
import { OPENAI_SETTINGS } from './openai/settings.ts'

const START = Date.parse('2026-11-21T12:00:00.000Z')

async function openOpenAi(voice = OPENAI_VOICE) {
  const fake = await startFakeCaptions(voice)
  const clock = makeManualClock(START)
  const ours = { apiKey: OPENAI_KEY, model: 'any', apiUrl: fake.url, silenceMs: SILENCE_MS }
  const make = (more = {}) => makeOpenAi({ settings: { ...OPENAI_SETTINGS, ...ours, ...more }, clock })
  return { fake, clock, ...threeOf(make) }
}

async function openAnthropic(voice = ANTHROPIC_VOICE) {
  const fake = await startFakeCaptions(voice)
  const clock = makeManualClock(START)
  const ours = { apiKey: ANTHROPIC_KEY, model: 'any', apiUrl: fake.url, silenceMs: SILENCE_MS }
  const make = (more = {}) => makeAnthropic({ settings: { ...ANTHROPIC_SETTINGS, ...ours, ...more }, clock })
  return { fake, clock, ...threeOf(make) }
}

function threeOf(make: (more?: { apiKey?: string; model?: string }) => Captions) {
  const intruder = make({ apiKey: 'sk-of-nobody' })
  return { captions: make(), intruder, outdated: make({ model: 'no such model' }) }
}

captionsSuite('OpenAI', openOpenAi)
captionsSuite('Anthropic', openAnthropic)

test('OpenAI without money is for the operator, however long somebody waits', async () => {
  const whole: Voice['whole'] = () => ({
    ...refused(429, 'insufficient_quota'),
    headers: { 'retry-after': '1' },
  })
  const { fake, captions } = await openOpenAi({ ...OPENAI_VOICE, whole })
  fake.mood = 'throttles'
  const failure = { is: 'configDead', code: 'insufficient_quota' }
  expect(await piecesOf(captions)).toEqual([{ is: 'failed', failure }])
  await fake.stop()
})

test('OpenAI may fail in the midst of an answer of its own', async () => {
  const trouble = () => ({ type: 'response.failed', response: { error: { code: 'server_error' } } })
  const { fake, captions } = await openOpenAi({ ...OPENAI_VOICE, trouble })
  fake.mood = 'errs'
  const failure = { is: 'broken', why: 'server_error' }
  expect((await piecesOf(captions)).at(-1)).toEqual({ is: 'failed', failure })
  await fake.stop()
})

test('Anthropic too busy in the midst of a stream may be asked again later', async () => {
  const trouble = () => ({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } })
  const { fake, captions } = await openAnthropic({ ...ANTHROPIC_VOICE, trouble })
  fake.mood = 'errs'
  const failure = { is: 'throttled', retryAt: '2026-11-21T12:00:20.000Z' }
  expect((await piecesOf(captions)).at(-1)).toEqual({ is: 'failed', failure })
  await fake.stop()
})

const ASKED: CaptionAsked = { text: 'a film', network: 'x', tone: 'dry', locale: 'en', maxUnits: 280 }

async function piecesOf(captions: Captions): Promise<CaptionPiece[]> {
  const pieces: CaptionPiece[] = []
  for await (const piece of captions.suggest(ASKED)) pieces.push(piece)
  return pieces
}
