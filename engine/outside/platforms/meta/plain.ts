/** `plain`: a text as Meta stores it, for comparing: white space at its ends and at ends of lines does not survive. */
export function plain(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ *\n */g, '\n')
    .trim()
}
