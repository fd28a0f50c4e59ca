import { expect, test } from 'vitest'
import { importLaw, ROOMS, roomOf } from './import-law.ts'
import { treeOf } from './tree.ts'

function complaints(texts: Record<string, string>): string[] {
  return importLaw.check(treeOf(texts)).map(({ path, line, why }) => `${path}:${line} ${why}`)
}

test('every file has one room, the nearest', () => {
  expect(roomOf('engine/actors/ports.ts')).toBe('ports')
  expect(roomOf('engine/actors/deliver.ts')).toBe('actors')
  expect(roomOf('api/server.ts')).toBe('api')
  expect(roomOf('api/transport/call.ts')).toBe('transport')
  expect(roomOf('api/auth/router.ts')).toBe('feature:auth')
  expect(roomOf('vitest.config.ts')).toBeNull()
})

test('every room that a law names exists', () => {
  for (const room of Object.values(ROOMS)) {
    for (const name of room.imports) expect(Object.keys(ROOMS)).toContain(name)
  }
})

test('the runtime may not know a machine, not even its types, and is told what to do instead', () => {
  const [complaint] = complaints({
    'engine/actors/decide.ts': "\nimport type { State } from '../conversation/state.ts'\n",
    'engine/actors/mailbox.ts': "import { LIMITS } from '../protocol/limits.ts'\n",
  })
  expect(complaint).toMatch(/^engine\/actors\/decide\.ts:2 actors may not import .*RoomKind/)
})

test('one feature may not import another, nor the transport a feature', () => {
  const found = complaints({
    'api/posts/do.ts': "import { findPerson } from '../people/read.ts'\nimport { check } from './check.ts'\n",
    'api/transport/http.ts': "import { session } from '../auth/session.ts'\nimport { t } from '../trpc.ts'\n",
    'api/router.ts': "import { posts } from './posts/router.ts'\n",
  })
  expect(found.map((complaint) => complaint.split(' ')[0])).toEqual([
    'api/posts/do.ts:1',
    'api/transport/http.ts:1',
  ])
})

test('clients take from the api only the type AppRouter, in one file', () => {
  const door = "import type { AppRouter } from '../../api/router.ts'\n"
  expect(complaints({ 'clients/sdk/app-router.ts': door })).toEqual([])
  expect(complaints({ 'clients/sdk/app-router.ts': door, 'clients/sdk/link.ts': door })).toHaveLength(1)
  expect(
    complaints({ 'clients/sdk/a.ts': "import { appRouter } from '../../api/router.ts'\n" }),
  ).toHaveLength(1)
})

test('tests may import what they like', () => {
  expect(
    complaints({ 'engine/actors/a.test.ts': "import { m } from '../conversation/machine.ts'\n" }),
  ).toEqual([])
})
