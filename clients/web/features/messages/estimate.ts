/** Guesses how tall a message will be, so that the scroll bar tells the truth before anything is drawn. */

const LINE_PX = 23
const AROUND_PX = 12
/** About one message in two begins a group, whose name takes a line. */
const NAME_PX = 13
const CHAR_PX = 7.3

/** Height in px of a message of `text` in a column `widthPx` wide. Cheap: called for all of 100,000 messages. */
export function estimateRowPx(text: string, widthPx: number): number {
  const charsPerLine = Math.max(20, Math.floor(widthPx / CHAR_PX))
  let lines = 0
  let from = 0
  for (;;) {
    const to = text.indexOf('\n', from)
    const length = (to === -1 ? text.length : to) - from
    lines += Math.max(1, Math.ceil(length / charsPerLine))
    if (to === -1) return AROUND_PX + NAME_PX + lines * LINE_PX
    from = to + 1
  }
}
