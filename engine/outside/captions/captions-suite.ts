/** `captionsSuite`: what every maker of captions must do, told against its fake. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ManualClock } from '../../sim/manual-clock.ts'
import type { CaptionAsked, CaptionPiece, Captions } from './contract.ts'
import { CAPTION, type FakeCaptions, RETRY_AFTER_SECONDS } from './fake-server.ts'

export interface CaptionsWorld {
  readonly fake: FakeCaptions
  readonly captions: Captions
  /** The same, with a key that nobody knows. */
  readonly intruder: Captions
  /** The same, asking for a model that there is not. */
  readonly outdated: Captions
  /** By which they count silence. */
  readonly clock: ManualClock
}

/** After which they give up. */
export const SILENCE_MS = 60_000

const ASKED: CaptionAsked = {
  text: 'five films for the autumn, https://parley.example/autumn',
  network: 'youtube',
  tone: 'dry and friendly',
  locale: 'de-CH',
  maxUnits: 4_711,
}

export function captionsSuite(name: string, open: () => Promise<CaptionsWorld>): void {
  describe(name, () => {
    let world: CaptionsWorld
    beforeAll(async () => {
      world = await open()
    })
    beforeEach(() => Object.assign(world.fake, { mood: 'good', pieceMs: 0, holds: false }))
    afterAll(() => world.fake.stop())

    const suggested = () => all(world.captions.suggest(ASKED))

    test('writes a caption, piece by piece', async () => {
      expect(await suggested()).toEqual(CAPTION.map((text) => ({ is: 'text', text })))
    })

    test('is told what the caption is for', async () => {
      await suggested()
      const prompt = world.fake.prompts.at(-1)
      for (const word of [ASKED.text, 'YouTube', ASKED.tone, ASKED.locale, '4711', 'bytes']) {
        expect(prompt).toContain(word)
      }
    })

    test('shows a piece before the next is written', async () => {
      world.fake.holds = true
      const pieces = world.captions.suggest(ASKED)[Symbol.asyncIterator]()
      expect(await pieces.next()).toEqual({ done: false, value: { is: 'text', text: CAPTION[0] } })
      world.fake.release()
      expect(await pieces.next()).toEqual({ done: false, value: { is: 'text', text: CAPTION[1] } })
      await pieces.return?.()
    })

    test('waits for one who writes slowly', async () => {
      world.fake.pieceMs = 20
      expect(textOf(await suggested())).toBe(CAPTION.join(''))
    })

    test('a stream that breaks off keeps its pieces, and is not taken for whole', async () => {
      Object.assign(world.fake, { mood: 'breaks', holds: true })
      const pieces: CaptionPiece[] = []
      for await (const piece of world.captions.suggest(ASKED)) {
        pieces.push(piece)
        world.fake.release()
      }
      expect(pieces).toEqual([
        { is: 'text', text: CAPTION[0] },
        { is: 'failed', failure: { is: 'broken', why: expect.any(String) } },
      ])
    })

    test('an error in the midst of a stream ends it', async () => {
      world.fake.mood = 'errs'
      expect(await suggested()).toMatchObject([{ is: 'text' }, { is: 'failed', failure: { is: 'broken' } }])
    })

    test('a refusal is a refusal', async () => {
      world.fake.mood = 'refuses'
      expect(await suggested()).toMatchObject([{ is: 'failed', failure: { is: 'refused' } }])
    })

    test('what was cut off is said to be', async () => {
      world.fake.mood = 'truncates'
      const pieces = await suggested()
      expect(textOf(pieces)).toBe(CAPTION.join(''))
      expect(pieces.at(-1)).toEqual({ is: 'failed', failure: { is: 'truncated' } })
    })

    for (const mood of ['throttles', 'overloads'] as const) {
      test(`one that ${mood} says when to come back, and is not asked twice`, async () => {
        world.fake.mood = mood
        const asked = world.fake.prompts.length
        const retryAt = new Date(world.clock.now() + RETRY_AFTER_SECONDS * 1_000).toISOString()
        expect(await suggested()).toEqual([{ is: 'failed', failure: { is: 'throttled', retryAt } }])
        expect(world.fake.prompts).toHaveLength(asked + 1)
      })
    }

    test('a key that is not taken, and a model that is gone, are for the operator', async () => {
      for (const captions of [world.intruder, world.outdated]) {
        expect(await all(captions.suggest(ASKED))).toMatchObject([
          { is: 'failed', failure: { is: 'configDead' } },
        ])
      }
    })

    test('what is not taken is rejected with a reason', async () => {
      world.fake.mood = 'rejects'
      expect(await suggested()).toMatchObject([
        { is: 'failed', failure: { is: 'rejected', message: expect.stringMatching(/^no: /) } },
      ])
    })

    test('silence ends', async () => {
      world.fake.mood = 'silent'
      const asked = world.fake.prompts.length
      const pieces = suggested()
      await expect.poll(() => world.fake.prompts.length).toBe(asked + 1)
      world.clock.advance(SILENCE_MS)
      expect(await pieces).toEqual([{ is: 'failed', failure: { is: 'broken', why: 'silence' } }])
    })

    test('silence in the midst of a stream ends too', async () => {
      world.fake.holds = true
      const stream = world.captions.suggest(ASKED)[Symbol.asyncIterator]()
      await stream.next()
      const next = stream.next()
      world.clock.advance(SILENCE_MS)
      const failure = { is: 'broken', why: 'silence' }
      expect(await next).toEqual({ done: false, value: { is: 'failed', failure } })
      expect((await stream.next()).done).toBe(true)
    })

    test('a stream is waited for as long as something comes, however long it takes as a whole', async () => {
      world.fake.holds = true
      const stream = world.captions.suggest(ASKED)[Symbol.asyncIterator]()
      const pieces: CaptionPiece[] = []
      for (;;) {
        const next = stream.next()
        world.clock.advance(SILENCE_MS - 1)
        world.fake.release()
        const { done, value } = await next
        if (done) break
        pieces.push(value)
      }
      expect(textOf(pieces)).toBe(CAPTION.join(''))
    })

    test('whoever reads may take their time', async () => {
      world.fake.holds = true
      const pieces: CaptionPiece[] = []
      for await (const piece of world.captions.suggest(ASKED)) {
        pieces.push(piece)
        world.clock.advance(2 * SILENCE_MS)
        world.fake.release()
      }
      expect(textOf(pieces)).toBe(CAPTION.join(''))
    })

    test('who stops reading ends the call', async () => {
      world.fake.holds = true
      for await (const piece of world.captions.suggest(ASKED)) {
        expect(piece.is).toBe('text')
        break
      }
      await expect.poll(() => world.fake.open()).toBe(0)
    })

    test('who asked may end it while nothing comes', async () => {
      world.fake.holds = true
      const ending = new AbortController()
      const pieces: CaptionPiece[] = []
      for await (const piece of world.captions.suggest({ ...ASKED, signal: ending.signal })) {
        pieces.push(piece)
        ending.abort()
      }
      expect(pieces.at(-1)).toEqual({ is: 'failed', failure: { is: 'stopped' } })
      await expect.poll(() => world.fake.open()).toBe(0)
    })

    test('nobody there is told, without the key', async () => {
      const elsewhere = await open()
      await elsewhere.fake.stop()
      expect(await all(elsewhere.captions.suggest(ASKED))).toEqual([
        { is: 'failed', failure: { is: 'broken', why: 'ECONNREFUSED' } },
      ])
    })
  })
}

async function all(pieces: AsyncIterable<CaptionPiece>): Promise<CaptionPiece[]> {
  const found: CaptionPiece[] = []
  for await (const piece of pieces) found.push(piece)
  return found
}

function textOf(pieces: readonly CaptionPiece[]): string {
  return pieces.map((piece) => (piece.is === 'text' ? piece.text : '')).join('')
}
