/** `makeWitness`: people who talk in rooms of their own beside the trouble, and what they feel of it. */
import { randomUUID } from 'node:crypto'
import { SHARD_COUNT } from '../../../engine/kernel/shard.ts'
import { openCaller } from '../../scenarios/parts/caller.ts'
import { type Offered, offer } from '../../scenarios/parts/offer.ts'
import { percentile } from '../../scenarios/parts/percentile.ts'
import type { Measure } from '../fault.ts'
import { roomIdIn, seatPeople } from './seats.ts'

export interface Witness {
  /** Talks at a steady rate until `seconds` are over or the signal comes, whatever comes first. */
  talk(seconds: number, signal?: AbortSignal): Promise<Offered>
  close(): void
}

/** Enough that every node owns some. */
const ROOMS = 24
const ALL_SHARDS: ReadonlySet<number> = new Set(Array.from({ length: SHARD_COUNT }, (_, shard) => shard))
const PER_SECOND = 100
/** On two cores that everything shares, a p99 below this says more of the machine than of the trouble. */
const UNFELT_MS = 50
const TIMES_MAX = 2

/** One connection to each node; they take turns, and so do their rooms, which live in `shards`, or anywhere. */
export async function makeWitness(
  databaseUrl: string,
  nodeUrls: readonly string[],
  shards: ReadonlySet<number> = ALL_SHARDS,
): Promise<Witness> {
  const { rooms, tokens } = await seatPeople(databaseUrl, nodeUrls.length, (memberIds) =>
    Array.from({ length: ROOMS }, () => ({ roomId: roomIdIn(shards), memberIds })),
  )
  const callers = await Promise.all(
    [...tokens.values()].map((token, index) => openCaller({ url: `${nodeUrls[index]}/trpc`, token })),
  )
  const send = (index: number) =>
    callers[index % callers.length]!.mutate('messages.send', {
      conversationId: rooms[index % ROOMS]!.roomId,
      commandId: randomUUID(),
      text: 'meanwhile, elsewhere',
    })
  return {
    talk: (seconds, signal) => offer({ perSecond: PER_SECOND, seconds, ...(signal && { signal }) }, send),
    close() {
      for (const caller of callers) caller.close()
    },
  }
}

/** What the trouble may do to others: refuse none of their messages, and delay them at most to the double. */
export function felt(calm: Offered, during: Offered, where = 'elsewhere'): Measure[] {
  const calmMs = percentile(calm.latenciesMs, 99)
  const atMost = Math.round(Math.max(UNFELT_MS, calmMs * TIMES_MAX))
  return [
    { name: `sends ${where} that failed`, value: during.failed, unit: '', atMost: 0 },
    { name: `p99 of sends ${where}, calm`, value: calmMs, unit: 'ms', atMost: null },
    { name: `p99 of sends ${where}, in it`, value: percentile(during.latenciesMs, 99), unit: 'ms', atMost },
  ]
}
