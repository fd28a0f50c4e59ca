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

export function person(index: number): Person {
  return PEOPLE[index % PEOPLE.length] as Person
}
