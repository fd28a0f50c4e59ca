/** Guesses how tall a message will be, so that the scroll bar tells the truth before anything is drawn. */

const LINE_PX = 22
const AROUND_PX = 4
/** About one message in two begins a group, whose name and distance take another line. */
const NAME_PX = 16
const CHAR_PX = 7.3

/**
 * Height in px of a message of `chars` characters in a column `widthPx` wide. It does not look at the words: it is
 * called for all of 100,000 messages when one arrives.
 */
export function estimateRowPx(chars: number, widthPx: number): number {
  const charsPerLine = Math.max(20, Math.floor(widthPx / CHAR_PX))
  return AROUND_PX + NAME_PX + Math.max(1, Math.ceil(chars / charsPerLine)) * LINE_PX
}
