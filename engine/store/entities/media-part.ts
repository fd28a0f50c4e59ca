import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** A piece of a file's content. All but the last are equally long. */
export const MediaPart = defineEntity({
  name: 'MediaPart',
  tableName: 'media_part',
  properties: {
    mediaId: p.uuid().primary(),
    /** From 0. */
    part: p.integer().primary(),
    content: p.blob(),
  },
})
export type MediaPart = InferEntity<typeof MediaPart>
