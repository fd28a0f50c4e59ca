/** The people of the demo. */
import type { Person } from '../../sdk/types.ts'

const NAMES = [
  'Noor Haddad',
  'Emil Sørensen',
  'Ana Duarte',
  'Kenji Watanabe',
  'Priya Raman',
  'Lukas Brandt',
  'Zoë Martin',
  'Tomás Ríos',
  'Ingrid Solheim',
  'Samuel Okafor',
  'Mina Park',
  'Jonas Weber',
  'Leila Farahani',
  'Oskar Nowak',
]

export const ME = { id: 'p-me', name: 'Mara Lind', email: 'mara@example.org' }
export const PEOPLE: readonly Person[] = NAMES.map((name, index) => ({ id: `p-${index}`, name }))

/** Those with the green dot. */
export const ONLINE: ReadonlySet<string> = new Set([ME.id, ...PEOPLE.slice(0, 4).map(({ id }) => id)])

export function person(index: number): Person {
  return PEOPLE[index % PEOPLE.length] as Person
}
