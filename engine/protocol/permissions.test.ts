import { expect, it } from 'vitest'
import { type Action, may, outranks, type Role } from './permissions.ts'

const actions: Action[] = ['send', 'invite', 'rename', 'remove', 'changeRole', 'archive', 'deleteOthers']
const allowed = (role: Role | undefined) => actions.filter((action) => may(role, action))

it('gives a stranger nothing, a member a voice, an admin and an owner the room', () => {
  expect(allowed(undefined)).toEqual([])
  expect(allowed('member')).toEqual(['send', 'invite'])
  expect(allowed('admin')).toEqual(actions)
  expect(allowed('owner')).toEqual(actions)
})

it('knows who stands above whom', () => {
  expect(outranks('owner', 'admin')).toBe(true)
  expect(outranks('admin', 'admin')).toBe(true)
  expect(outranks('admin', 'owner')).toBe(false)
  expect(outranks('member', 'admin')).toBe(false)
})
