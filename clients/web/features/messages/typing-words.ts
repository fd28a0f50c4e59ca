/** What to say of the people who type. */

/** Names as they are shown, '' while one is being fetched; in the order in which they began. Null: nobody. */
export function typingWords(names: readonly string[]): string | null {
  const [first, second] = names.map((name) => name.split(' ')[0] || 'Somebody')
  if (first === undefined) return null
  if (second === undefined) return `${first} is typing`
  return names.length === 2 ? `${first} and ${second} are typing` : 'Several people are typing'
}
