/** `readNews`: which events of which rooms one frame of `sync.resume` brings, read from its bytes without decoding them. */

export interface News {
  readonly roomId: string
  /** seq of the first and of the last event; between them each stands. */
  readonly first: number
  readonly last: number
  /** The room as it is at `last`: what came before is to be forgotten. */
  readonly isReset: boolean
}

const ROOM = '"roomId":"'
const POSITION = '"position":"'
const SEQ = '"seq":'
const RESET = '"kind":"reset"'
const QUOTE = 34
const COLON = 58
const ZERO = 48

/** A quote inside a text is escaped, so none of these words can be said by a person. */
export function readNews(payload: Buffer): News[] {
  const news: News[] = []
  for (let at = payload.indexOf(ROOM); at !== -1; ) {
    const roomAt = at + ROOM.length
    const roomId = payload.toString('latin1', roomAt, payload.indexOf(QUOTE, roomAt))
    const positionAt = payload.indexOf(POSITION, roomAt) + POSITION.length
    const seqAt = payload.indexOf(SEQ, positionAt)
    at = payload.indexOf(ROOM, positionAt)
    if (seqAt === -1 || (at !== -1 && seqAt > at)) continue
    news.push({
      roomId,
      first: numberAt(payload, seqAt + SEQ.length),
      last: numberAt(payload, payload.indexOf(COLON, positionAt) + 1),
      isReset: payload.subarray(positionAt, seqAt + 200).includes(RESET),
    })
  }
  return news
}

function numberAt(bytes: Buffer, start: number): number {
  let number = 0
  for (let at = start; ; at++) {
    const digit = (bytes[at] as number) - ZERO
    if (!(digit >= 0 && digit <= 9)) return number
    number = number * 10 + digit
  }
}
