/**
 * One process's place in the cluster: it joins by claiming all shards, beats, and leaves or is declared dead.
 *
 *   joining ──nobody alive──▶ up ──leave()──▶ left
 *      │                      │
 *      └──rival beats: Error  └──0 rows, or all shards lost──▶ fenced (the process must end)
 */
import type pg from 'pg'
import type { Ownership } from '../actors/ports.ts'
import { assert } from '../kernel/assert.ts'
import type { Clock } from '../kernel/clock.ts'
import { applicationNameOf } from './application-name.ts'
import { type Self, TTL_MS, takeOver } from './takeover.ts'

const BEAT_MS = 1_000
const LOOK_AGAIN_MS = 100

export interface JoinOptions {
  /** `control` is a pool of one session named `applicationNameOf(nodeId, incarnation)`; see Store. */
  readonly store: { readonly control: pg.Pool }
  readonly nodeId: string
  /** A UUID, fresh at each start of the process. */
  readonly incarnation: string
  /** Where others reach this node. */
  readonly address?: string | null
  readonly clock: Clock
  readonly log: {
    info(fields: object, text: string): void
    warn(fields: object, text: string): void
  }
  /** Another process owns our shards; said once. The process must end (exit code 70) and may start anew. */
  readonly onFenced: (why: string) => void
}

export interface Membership extends Ownership {
  readonly nodeId: string
  readonly incarnation: string
  /** Rejects when this node owns nothing, or the database has not answered a beat for 5 s. For readiness. */
  check(): Promise<void>
  /** Gives the shards up. To be called once nothing is being written any more. Never rejects. */
  leave(): Promise<void>
}

/**
 * Becomes the owner of all shards. A killed predecessor is taken over at once, a frozen one after 5 s. Rejects
 * when another process is alive on this database; that takes a second, for its next beat is awaited.
 */
export async function join(options: JoinOptions): Promise<Membership> {
  const { store, nodeId, incarnation, address = null, clock, log } = options
  const terms = await claimAll(store.control, { nodeId, incarnation, address }, clock)
  log.info({ nodeId, incarnation, shards: terms.size }, 'joined: all shards are ours')

  let status: 'up' | 'left' | 'fenced' = 'up'
  let lastBeatAt = clock.now()
  let beating = false
  let cancelBeat = clock.after(BEAT_MS, beat)

  function fenced(why: string): void {
    if (status !== 'up') return
    status = 'fenced'
    cancelBeat()
    terms.clear()
    options.onFenced(why)
  }

  /** An unanswered beat proves nothing: it may have arrived. Only "no such member" does. */
  async function beat(): Promise<void> {
    if (beating) return
    beating = true
    cancelBeat()
    try {
      const { rowCount } = await store.control.query({
        name: 'beat',
        text: `UPDATE node SET hb = clock_timestamp() WHERE node_id = $1 AND incarnation = $2 AND status = 'up'`,
        values: [nodeId, incarnation],
      })
      if (status !== 'up') return
      if (rowCount === 0) return fenced('this node was declared dead')
      lastBeatAt = clock.now()
    } catch (error) {
      log.warn({ err: error }, 'the database did not answer a beat')
    } finally {
      beating = false
    }
    if (status === 'up') cancelBeat = clock.after(BEAT_MS, beat)
  }

  return {
    nodeId,
    incarnation,
    termOf: (shard) => terms.get(shard) ?? null,
    lost(shard) {
      terms.delete(shard)
      log.warn({ shard }, 'the journal says this shard has another owner')
      if (terms.size === 0) fenced('every shard has another owner')
      // whoever took one shard has, today, declared us dead; do not wait to hear it
      else void beat()
    },
    async check() {
      if (status !== 'up') throw new Error(`this node is ${status}`)
      const silentMs = clock.now() - lastBeatAt
      if (silentMs > TTL_MS) throw new Error(`no beat answered for ${silentMs} ms`)
    },
    async leave() {
      if (status !== 'up') return
      status = 'left'
      cancelBeat()
      terms.clear()
      await store.control
        .query(`UPDATE node SET status = 'left' WHERE node_id = $1 AND incarnation = $2 AND status = 'up'`, [
          nodeId,
          incarnation,
        ])
        .catch((error: unknown) =>
          log.warn({ err: error }, 'could not say good-bye; the next start will find us gone'),
        )
    },
  }
}

/** Looks until nobody else is alive, or somebody has been seen to be. */
async function claimAll(control: pg.Pool, self: Self, clock: Clock): Promise<Map<number, number>> {
  const { rows } = await control.query<{ application_name: string }>('SHOW application_name')
  const name = applicationNameOf(self.nodeId, self.incarnation)
  assert(rows[0]?.application_name === name, `our sessions are named ${name}, or others will think us dead`)
  const beats = new Map<string, string>()
  for (;;) {
    const session = await control.connect()
    const look = await takeOver(session, self).finally(() => session.release())
    if (look.found === 'claimed') return new Map(look.terms)
    const { nodeId, beat, ageMs } = look
    const before = beats.get(nodeId)
    if (before !== undefined && before !== beat) {
      throw new Error(
        `another Parley process (node ${nodeId}, beat ${(ageMs / 1000).toFixed(1)} s ago) owns this database; stop it first`,
      )
    }
    beats.set(nodeId, beat)
    await new Promise<void>((resolve) => clock.after(LOOK_AGAIN_MS, resolve))
  }
}
