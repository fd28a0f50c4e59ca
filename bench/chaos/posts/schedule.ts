/** `scheduleAll`: brings intents to the server, as many at once as a calendar import would. */
import type { Destination } from '../../../engine/protocol/post-shapes.ts'
import { insist } from '../people.ts'
import type { PostsClient } from './client.ts'
import type { Intent } from './intents.ts'
import type { Uploaded } from './upload.ts'

const AT_ONCE = 16
const SECOND_MS = 1_000

/** `beginsAt`: ms since 1970, a whole second; due times are rounded up to seconds, which is as fine as a plan can be. */
export async function scheduleAll(
  client: PostsClient,
  intents: readonly Intent[],
  beginsAt: number,
  media: Uploaded,
): Promise<void> {
  const left = intents.entries()
  const work = async () => {
    for (const [index, intent] of left) {
      const dueAt = Math.ceil((beginsAt + intent.dueMs) / SECOND_MS) * SECOND_MS
      const input = {
        text: intent.text,
        targets: intent.targets.map(({ to, text, parts }) => ({
          to,
          text,
          media: mediaFor(to, media),
          options: optionsFor(to, text),
          parts: parts.map((part) => ({ text: part, media: [], delayMs: 0 })),
        })),
        at: { localDateTime: new Date(dueAt).toISOString().slice(0, 19), timeZone: 'UTC' },
        commandId: `intent-${index}-${beginsAt}`,
      }
      await insist(() => client.posts.schedule.mutate(input))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}

/** Instagram takes nothing without a picture, YouTube nothing but films. */
function mediaFor(to: Destination, { image, film }: Uploaded): string[] {
  const network = networkOf(to)
  if (network === 'youtube') return [film]
  return network === 'instagram' ? [image] : []
}

function optionsFor(to: Destination, title: string): Record<string, string> {
  return networkOf(to) === 'youtube' ? { title } : {}
}

function networkOf(to: Destination): string | null {
  return to.kind === 'account' ? to.network : null
}
