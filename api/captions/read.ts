/** `writer`: who writes suggestions here. */
import type { SignedInCtx } from '../procedure.ts'

export interface Writer {
  /** As people know them. */
  readonly title: string
}

/** Null: nobody does, and screens show nothing of it. */
export async function writer({ node }: SignedInCtx): Promise<Writer | null> {
  const { captions } = node.outside
  return captions === null ? null : { title: captions.title }
}
