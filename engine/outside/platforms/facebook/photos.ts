/** `preparePhotos`: photos lie at Facebook unpublished until a post names them; their ids are keys. */

import { later, textOf, unasked } from '../answer.ts'
import { firstChunkOf } from '../chunks.ts'
import type { Answered, MediaRef, Order } from '../contract.ts'
import { answered, ask, type Exchange } from '../meta/graph.ts'
import { errorOf, NO_SUCH_OBJECT, recordOf } from '../meta/graph-error.ts'
import { kept } from '../meta/kept.ts'
import { troubleOf } from './answers.ts'
import type { FacebookParts } from './settings.ts'

/** Ids of photos of ours at Facebook, in their order; those that are not there yet are left out. */
export function photoIdsOf({ keys, media }: Order): string[] {
  return media.flatMap((_, index) => keys[photoKey(index)] ?? [])
}

export async function preparePhotos(parts: FacebookParts, order: Order): Promise<Answered> {
  const gained: Record<string, string> = {}
  let last: Exchange | null = null
  for (const [index, photo] of order.media.entries()) {
    const key = photoKey(index)
    last = await stand(parts, order, photo, order.keys[key])
    const id = textOf(recordOf(last.reply.is === 'answered' ? last.reply.json : null).id)
    const trouble = troubleOf(last.reply, parts, false) ?? (id === '' ? withoutId(parts) : null)
    if (trouble !== null) return answered(last, kept(gained, trouble, parts.now()), `Facebook: ${trouble.is}`)
    if (id !== order.keys[key]) gained[key] = id
  }
  const ready = { is: 'ready' as const, keys: gained }
  const proof = 'all photos are at Facebook, unpublished'
  return last === null ? unasked(ready, proof) : answered(last, ready, proof)
}

function photoKey(index: number): string {
  return `photo${index}`
}

/** One that was stored and never shown may be gone by now, and then a post that names it would be refused. */
async function stand(
  parts: FacebookParts,
  order: Order,
  photo: MediaRef,
  id: string | undefined,
): Promise<Exchange> {
  if (id === undefined) return upload(parts, order, photo)
  const question = { method: 'GET' as const, path: `/${encodeURIComponent(id)}`, query: { fields: 'id' } }
  const looked = await ask(parts, order.credential, question)
  return errorOf(looked.reply)?.subcode === NO_SUCH_OBJECT ? upload(parts, order, photo) : looked
}

async function upload(parts: FacebookParts, { credential }: Order, photo: MediaRef): Promise<Exchange> {
  const form = new FormData()
  form.set('published', 'false')
  if (photo.altText !== null) form.set('alt_text_custom', photo.altText)
  const bytes = await firstChunkOf(photo.read(0), photo.bytes)
  form.set('source', new Blob([bytes], { type: photo.type }), photo.id)
  const path = `/${encodeURIComponent(credential.accountRef)}/photos`
  return ask(parts, credential, { method: 'POST', path, form })
}

function withoutId({ now, settings }: FacebookParts) {
  const retryAt = later(now(), settings.pauses.failedMs)
  return { is: 'failed' as const, why: 'a photo without an id', retryAt }
}
