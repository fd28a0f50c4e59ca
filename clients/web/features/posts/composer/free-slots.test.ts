import { expect, test } from 'vitest'
import { freeSlots, namesOf } from './free-slots.ts'

const account = (accountId: string) => ({ kind: 'account', accountId, network: 'x' }) as const
const at = (localDateTime: string, timeZone: string) => ({ localDateTime, timeZone })

test('slots of one instant are one choice, the soonest comes first, and who has none is left out', () => {
  const found = freeSlots([
    { to: account('late'), slot: at('2027-01-05T09:00', 'Europe/Berlin') },
    { to: account('berlin'), slot: at('2027-01-04T15:00:00', 'Europe/Berlin') },
    { to: account('none'), slot: null },
    { to: account('york'), slot: at('2027-01-04T09:00', 'America/New_York') },
  ])
  expect(found.map(({ instant, accounts }) => [instant, accounts.map(({ accountId }) => accountId)])).toEqual(
    [
      ['2027-01-04T14:00:00.000Z', ['berlin', 'york']],
      ['2027-01-05T08:00:00.000Z', ['late']],
    ],
  )
  expect(found[0]).toMatchObject(at('2027-01-04T15:00', 'Europe/Berlin'))
  const [first] = found
  expect(first && namesOf(first, (to) => (to.kind === 'account' ? to.accountId : ''))).toBe('berlin and york')
  expect(freeSlots([{ to: account('none'), slot: null }])).toEqual([])
})
