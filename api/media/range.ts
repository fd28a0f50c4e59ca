/** `rangeOf`: which bytes of a file a Range header asks for. */

export interface Range {
  readonly from: number
  /** Before this one. */
  readonly to: number
}

/**
 * `whole` without a header, and for one that we need not serve: several ranges, another unit, rubbish. `beyond` when
 * there is nothing of it in the file.
 */
export function rangeOf(header: string | undefined, bytes: number): Range | 'whole' | 'beyond' {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? []
  if (first === '' && last === '') return 'whole'
  if (first === '') {
    const count = Math.min(Number(last), bytes)
    return count === 0 ? 'beyond' : { from: bytes - count, to: bytes }
  }
  const from = Number(first)
  if (last !== '' && Number(last) < from) return 'whole'
  if (from >= bytes) return 'beyond'
  return { from, to: last === '' ? bytes : Math.min(Number(last) + 1, bytes) }
}
