/** What every bus must do: one suite, `busSuite`, that the one in memory, the one of NATS and the simulated one pass. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bus, BusFault } from './bus.ts'

export interface BusesUnderTest {
  /** Another node's end of the same bus. */
  connect(): Promise<Bus>
  /** Cuts one node off. It may take seconds until that node notices. */
  cut(bus: Bus): void
  mend(bus: Bus): void
  close(): Promise<void>
}

const LONG_MS = 60_000

/** Registers the suite. `make` is called once; tests share what it makes and never a subject. */
export function busSuite(name: string, make: () => Promise<BusesUnderTest>): void {
  let under: BusesUnderTest
  let ann: Bus
  let bob: Bus
  beforeAll(async () => {
    under = await make()
    ann = await under.connect()
    bob = await under.connect()
  })
  afterAll(async () => {
    await ann.close()
    await bob.close()
    await under.close()
  })

  /** Resolves when what `bus` said so far, also that it listens, has been heard by the middle. */
  let knocks = 0
  async function settled(bus: Bus): Promise<void> {
    const subject = `suite.settled.${++knocks}`
    const stop = bus.answer(subject, async () => 'yes')
    expect(await bus.request(subject, '?', LONG_MS)).toBe('yes')
    stop()
  }

  async function faultOf(asked: Promise<string>): Promise<string> {
    const fault = await asked.then(
      (answer) => `answered: ${answer}`,
      (error: unknown) => error,
    )
    return fault instanceof BusFault ? fault.kind : String(fault)
  }

  function heardBy(bus: Bus, subject: string) {
    const texts: string[] = []
    const stop = bus.subscribe(subject, (text) => void texts.push(text))
    return { texts, stop }
  }

  describe(`${name}, as a bus`, () => {
    it('brings what is published to all who hear it, in order, also to the publisher', async () => {
      const [first, second, own] = [heardBy(ann, 'news'), heardBy(ann, 'news'), heardBy(bob, 'news')]
      await settled(ann)
      const said = Array.from({ length: 500 }, (_, index) => `news ${index} «🦜»`)
      for (const text of said) bob.publish('news', text)
      await settled(bob)
      for (const { texts } of [first, second, own]) await expect.poll(() => texts.length).toBe(said.length)
      for (const { texts } of [first, second, own]) expect(texts).toEqual(said)

      first.stop()
      second.stop()
      await settled(ann)
      bob.publish('news', 'late')
      await expect.poll(() => own.texts.at(-1)).toBe('late')
      await settled(ann)
      expect(first.texts).toEqual(said)
    })

    it('carries a text of 250 KB', async () => {
      const stop = ann.answer('large', async (text) => text)
      await settled(ann)
      const large = 'ä'.repeat(125_000)
      expect(await bob.request('large', large, LONG_MS)).toBe(large)
      stop()
    })

    it('gives every request its own answer, whoever is slow', async () => {
      const stop = ann.answer('double', async (text) => {
        if (text === '0') await settled(bob)
        return String(Number(text) * 2)
      })
      await settled(ann)
      const asked = Array.from({ length: 100 }, (_, number) => bob.request('double', String(number), LONG_MS))
      expect(await Promise.all(asked)).toEqual(asked.map((_, number) => String(number * 2)))
      expect(await ann.request('double', '21', LONG_MS)).toBe('42')
      stop()
      await settled(ann)
      expect(await faultOf(bob.request('double', '1', LONG_MS))).toBe('nobody')
    })

    it('says at once that nobody listens, and runs out of time when nobody answers', async () => {
      expect(await faultOf(ann.request('empty.chair', 'hello?', LONG_MS))).toBe('nobody')
      const stops = [
        bob.answer('silent', () => new Promise<string>(() => {})),
        bob.answer('failing', () => Promise.reject(new Error('planted'))),
      ]
      await settled(bob)
      expect(await faultOf(ann.request('silent', 'hello?', 60))).toBe('timeout')
      expect(await faultOf(ann.request('failing', 'hello?', 60))).toBe('timeout')
      for (const stop of stops) stop()
    })

    it('goes on when a hearer throws', async () => {
      const stop = ann.subscribe('trap', () => {
        throw new Error('planted')
      })
      const heard = heardBy(ann, 'trap')
      await settled(ann)
      bob.publish('trap', 'one')
      bob.publish('trap', 'two')
      await expect.poll(() => heard.texts).toEqual(['one', 'two'])
      stop()
    })

    it('fails fast while it is away, and hears and answers again when it is back', async () => {
      const carol = await under.connect()
      const changes: boolean[] = []
      carol.onChange((isConnected) => void changes.push(isConnected))
      const heard = heardBy(carol, 'after')
      carol.answer('carol', async () => 'here')
      await settled(carol)
      const stopSilence = bob.answer('never', () => new Promise<string>(() => {}))
      await settled(bob)
      const underWay = faultOf(carol.request('never', 'under way', LONG_MS))

      under.cut(carol)
      await expect.poll(() => carol.isConnected, { timeout: LONG_MS }).toBe(false)
      expect(await underWay).toBe('timeout')
      expect(await faultOf(carol.request('never', 'now', LONG_MS))).toBe('away')
      carol.publish('after', 'lost')
      bob.publish('after', 'lost too')
      await settled(bob)
      const heardWhileAway = heardBy(carol, 'while.away')

      under.mend(carol)
      await expect.poll(() => carol.isConnected, { timeout: LONG_MS }).toBe(true)
      expect(changes).toEqual([false, true])
      bob.publish('after', 'back')
      bob.publish('while.away', 'welcome')
      await expect.poll(() => [heard.texts, heardWhileAway.texts]).toEqual([['back'], ['welcome']])
      expect(await bob.request('carol', '?', LONG_MS)).toBe('here')
      stopSilence()
      await carol.close()
    })

    it('is over when it is closed, and others find nobody there', async () => {
      const dave = await under.connect()
      dave.answer('dave', async () => 'here')
      const heard = heardBy(dave, 'word')
      await settled(dave)
      const last = heardBy(ann, 'last.words')
      await settled(ann)
      dave.publish('last.words', 'farewell')
      await dave.close()
      expect(dave.isConnected).toBe(false)
      await expect.poll(() => last.texts).toEqual(['farewell'])
      // a request on its way while dave left may have reached him, and is not answered any more
      const knock = () => faultOf(bob.request('dave', '?', 100))
      await expect.poll(knock, { timeout: LONG_MS }).toBe('nobody')
      bob.publish('word', 'unheard')
      await settled(bob)
      expect(heard.texts).toEqual([])
      expect(await faultOf(dave.request('dave', '?', LONG_MS))).toBe('away')
      dave.publish('word', 'from the grave')
    })
  })
}
