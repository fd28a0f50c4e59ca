/** `nowUs`: the monotonic clock that all processes of a machine share, in µs. */

export function nowUs(): number {
  const [seconds, nanos] = process.hrtime()
  return seconds * 1_000_000 + nanos / 1_000
}
