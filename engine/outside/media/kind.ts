/** `kindOf`: what a file is, by its first bytes. What it is called, and what somebody says it is, decides nothing. */

export interface MediaKind {
  /** MIME type. */
  readonly type: string
  readonly is: 'jpeg' | 'png' | 'gif' | 'webp' | 'film'
}

/** Bytes that tell all of them apart. */
export const KIND_BYTES = 12

/** Null: none of those that networks take. */
export function kindOf(head: Uint8Array): MediaKind | null {
  const text = Buffer.from(head.subarray(0, KIND_BYTES)).toString('latin1')
  if (text.startsWith('\xff\xd8\xff')) return { type: 'image/jpeg', is: 'jpeg' }
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return { type: 'image/png', is: 'png' }
  if (/^GIF8[79]a/.test(text)) return { type: 'image/gif', is: 'gif' }
  if (/^RIFF[\s\S]{4}WEBP/.test(text)) return { type: 'image/webp', is: 'webp' }
  const [, brand] = /^[\s\S]{4}ftyp([\s\S]{4})/.exec(text) ?? []
  if (brand === undefined || STILLS.test(brand)) return null
  return { type: brand === 'qt  ' ? 'video/quicktime' : 'video/mp4', is: 'film' }
}

/** Images and sounds that come in the same box as films. */
const STILLS = /^(avi[fs]|hei[cfmsx]|hev[cmsx]|mif1|msf1|M4[ABP] |jp[2xm] |crx )$/
