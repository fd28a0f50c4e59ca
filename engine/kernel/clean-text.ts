/** Makes text from people fit for the journal and for a screen: trimmed, and only characters that JSON can store. */

// PostgreSQL's jsonb takes neither U+0000 nor half a surrogate pair, and one such message would fail a whole commit.
const LONE_SURROGATE = /\p{Surrogate}/gu
const NUL = /\0/g
/** White space, and the characters of no width that people paste without seeing them. */
const INVISIBLE = /^[\s\u200b-\u200f\u2060\u2800\u3164]*$/u

/** `text` without NUL and surrounding white space; '' when nothing of it could be seen. */
export function cleanText(text: string): string {
  const clean = text.replace(NUL, '').replace(LONE_SURROGATE, '\ufffd').trim()
  return INVISIBLE.test(clean) ? '' : clean
}
