/** The bus over core NATS: `connectNats`. It fails fast while it is away, and reconnects for ever. */

import type { Msg, NatsConnection, Subscription } from 'nats'
import type { NatsSettings } from '../host/nats-settings.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Random } from '../kernel/ids.ts'
import { sleep } from '../kernel/sleep.ts'
import { type Bus, BusFault } from './bus.ts'
import { dialNats, isSupported, NatsUnfit, SUPPORTED } from './nats-dial.ts'
import { type Pulse, takePulse } from './nats-pulse.ts'
import { makeRequests, textOf } from './nats-requests.ts'

export interface NatsParts {
  readonly settings: NatsSettings
  /** Shown by the server's own monitoring. */
  readonly name: string
  readonly clock: Clock
  readonly random: Random
  readonly log: Record<'info' | 'warn' | 'error', (detail: object, message: string) => void>
}

const RETRY_MS = 100
const RETRY_MS_MAX = 1_000
/** `max_payload` of a server that nobody has configured. */
const TEXT_BYTES_MAX = 1 << 20
const FAREWELL_MS_MAX = 500

/** Something we listen to, over all connections. */
interface Ear {
  readonly subject: string
  readonly hear: (msg: Msg) => void
  subscription: Subscription | null
}

/**
 * Resolves once connected, or after the first attempt has failed: a node serves its own rooms without NATS. Rejects,
 * with one line, when NATS is there and will not do: wrong credentials, or a version below 2.9.
 */
export async function connectNats(parts: NatsParts): Promise<Bus> {
  const { settings, clock, random, log, name } = parts
  const ears = new Set<Ear>()
  const watchers = new Set<(isConnected: boolean) => void>()
  const requests = makeRequests(clock)
  /** Those of the settings, and those that the server we reached last tells of. */
  let known: ReadonlySet<string> = new Set(settings.servers)
  let nats: NatsConnection | null = null
  let pulse: Pulse | null = null
  let isConnected = false
  let isClosed = false
  let failures = 0
  let stopRetry: (() => void) | null = null
  listen(requests.inbox, requests.hear)

  async function dial(): Promise<void> {
    const fresh = await dialNats(settings, shuffled([...known], random), name)
    if (isClosed) return fresh.close()
    nats = fresh
    pulse = takePulse(fresh, clock, (why) => lose(fresh, why))
    void fresh.closed().then((error) => lose(fresh, error?.message ?? 'the server hung up'))
    void watchStatus(fresh)
    for (const ear of ears) open(fresh, ear)
    // once it answers, the server has read that we listen: nothing said from then on passes us by
    await Promise.race([fresh.flush(), fresh.closed()])
    if (nats !== fresh) throw new Error('the connection was lost again')
    failures = 0
    setConnected(true)
    introduce(fresh)
  }

  function introduce({ info }: NatsConnection): void {
    const { version = 'unknown', server_name: server, connect_urls: others = [] } = info ?? {}
    log.info({ server, version }, 'connected to NATS')
    if (!isSupported(version))
      log.warn({ version, supported: SUPPORTED }, 'this version of nats-server is not one we are held to')
    // certificates name hosts, and the others are told as bare addresses
    if (settings.ignoreClusterUpdates || settings.tls !== null) return
    // instead of what was told before: addresses come and go, and each that is dead costs 2 s when we dial
    known = new Set([...settings.servers, ...others])
  }

  async function watchStatus(fresh: NatsConnection): Promise<void> {
    for await (const { type, data } of fresh.status()) {
      if (type === 'error') log.warn({ fault: data }, 'NATS complains')
      else if (type === 'ldm' && known.size > 1) lose(fresh, 'the server is about to stop')
    }
  }

  /** Lets go of a connection. Whatever was under way on it may have been heard or not. */
  function lose(lost: NatsConnection, why: string): void {
    if (nats !== lost) return
    nats = null
    pulse?.stop()
    for (const ear of ears) ear.subscription = null
    void lost.close()
    if (isConnected && !isClosed) log.warn({ why }, 'NATS is away')
    requests.giveUp()
    setConnected(false)
    dialLater()
  }

  function dialLater(): void {
    if (isClosed || stopRetry !== null) return
    const delayMs = Math.min(RETRY_MS * 2 ** failures++, RETRY_MS_MAX) * (0.5 + random())
    stopRetry = clock.after(delayMs, () => {
      stopRetry = null
      dial().catch(failed)
    })
  }

  function failed(error: unknown): void {
    if (failures <= 1 || error instanceof NatsUnfit) log.warn({ err: error }, 'NATS is out of reach')
    if (nats !== null) lose(nats, 'it does not answer')
    else dialLater()
  }

  function setConnected(now: boolean): void {
    if (isConnected === now) return
    isConnected = now
    for (const watch of [...watchers]) watch(now)
  }

  function listen(subject: string, hear: (msg: Msg) => void): () => void {
    const guarded = (msg: Msg) => {
      try {
        hear(msg)
      } catch (error) {
        // thrown into the client, it would end its reading for good
        log.error({ err: error, subject }, 'a hearer of the bus threw')
      }
    }
    const ear: Ear = { subject, hear: guarded, subscription: null }
    ears.add(ear)
    if (nats !== null) open(nats, ear)
    return () => {
      ears.delete(ear)
      ear.subscription?.unsubscribe()
    }
  }

  /** False when it did not even leave: the text is too large. */
  function send(to: NatsConnection, subject: string, text: string, replyTo?: string): boolean {
    const data = Buffer.from(text)
    if (data.length > (to.info?.max_payload ?? TEXT_BYTES_MAX)) {
      log.error({ subject, bytes: data.length }, 'too large for the bus')
      return false
    }
    to.publish(subject, data, replyTo === undefined ? undefined : { reply: replyTo })
    pulse?.sent(data.length)
    return true
  }

  await dial().catch((error: unknown) => {
    if (error instanceof NatsUnfit) throw error
    failed(error)
  })

  return {
    publish(subject, text) {
      if (isConnected && nats !== null) send(nats, subject, text)
    },
    subscribe: (subject, hear) => listen(subject, (msg) => hear(textOf(msg.data))),
    answer(subject, answer) {
      return listen(subject, (msg) => {
        const asked = nats
        if (asked === null || msg.reply === undefined || msg.reply === '') return
        const { reply } = msg
        answer(textOf(msg.data)).then(
          (text) => {
            if (nats === asked) send(asked, reply, text)
          },
          (error: unknown) => log.warn({ err: error, subject }, 'a request was left without an answer'),
        )
      })
    },
    request(subject, text, timeoutMs) {
      const to = nats
      if (!isConnected || to === null) return Promise.reject(new BusFault('away', subject))
      return requests.ask(subject, timeoutMs, (replyTo) => {
        send(to, subject, text, replyTo)
      })
    },
    get isConnected() {
      return isConnected
    },
    onChange(hear) {
      watchers.add(hear)
      return () => void watchers.delete(hear)
    },
    async close() {
      if (isClosed) return
      isClosed = true
      stopRetry?.()
      if (nats === null) return
      const leaving = nats
      await Promise.race([leaving.flush().catch(() => {}), sleep(clock, FAREWELL_MS_MAX)])
      lose(leaving, 'closed')
    },
  }
}

function open(nats: NatsConnection, ear: Ear): void {
  ear.subscription = nats.subscribe(ear.subject, {
    callback: (error, msg) => {
      if (error === null) ear.hear(msg)
    },
  })
}

function shuffled<Item>(items: Item[], random: Random): Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item)
}
