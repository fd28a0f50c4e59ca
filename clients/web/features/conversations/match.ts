/** Finds conversations by what a person types: the filter box and the quick switcher. */

/** How well `query` fits `name`: 0 not at all, higher is better. Words may be begun anywhere, in any order. */
export function matchScore(name: string, query: string): number {
  const wanted = fold(query)
  const text = fold(name)
  if (wanted === '') return 1
  if (text === wanted) return 100
  if (text.startsWith(wanted)) return 80
  const words = text.split(/[^\p{L}\p{N}]+/u)
  const parts = wanted.split(/\s+/).filter((part) => part !== '')
  if (parts.every((part) => words.some((word) => word.startsWith(part)))) return 60
  if (text.includes(wanted)) return 40
  return isScattered(text, wanted) ? 10 : 0
}

/** Those of `items` that fit, best first; equal ones keep their order. */
export function bestMatches<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  query: string,
): Item[] {
  if (query.trim() === '') return [...items]
  return items
    .map((item) => ({ item, score: matchScore(nameOf(item), query) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item)
}

/** Whether the letters of `wanted` occur in order: "dsgn" finds "design". Two letters would find everything. */
function isScattered(text: string, wanted: string): boolean {
  if (wanted.length < 3) return false
  let from = 0
  for (const letter of wanted) {
    const at = text.indexOf(letter, from)
    if (at === -1) return false
    from = at + 1
  }
  return true
}

/** Without case and accents: "Åsa" is found by "asa". */
function fold(text: string): string {
  return text.trim().normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
