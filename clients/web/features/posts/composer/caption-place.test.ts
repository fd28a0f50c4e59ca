import { expect, test } from 'vitest'
import type { Destination, Network } from '../../../../../engine/protocol/post-shapes.ts'
import { tightestPlace } from './caption-place.ts'

const account = (network: Network): Destination => ({ kind: 'account', accountId: network, network })
const ROOM: Destination = { kind: 'conversation', conversationId: 'launch' }

test('a text for several is written for the one that takes least', () => {
  expect(tightestPlace([account('linkedin'), account('x'), account('youtube')]).title).toBe('X')
})

test('a network is meant before a conversation, however much it takes', () => {
  expect(tightestPlace([ROOM, account('facebook')])).toMatchObject({ network: 'facebook', textMax: 63_206 })
})

test('with no network it is a conversation', () => {
  for (const places of [[], [ROOM]]) {
    expect(tightestPlace(places)).toMatchObject({ network: null, textMax: 8_000 })
  }
})
