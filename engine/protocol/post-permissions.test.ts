import { expect, test } from 'vitest'
import { type Asker, mayWithPost, type PostAction } from './post-permissions.ts'

const member: Asker = { role: 'member', isAuthor: false, isOnlyAdmin: false }
const author: Asker = { ...member, isAuthor: true }
const admin: Asker = { ...member, role: 'admin' }

test.each<[PostAction, boolean, boolean, boolean]>([
  ['create', true, true, true],
  ['editDraft', true, true, true],
  ['comment', true, true, true],
  ['saveTemplate', true, true, true],
  ['changeTemplate', false, true, true],
  ['editPlanned', false, true, true],
  ['plan', false, true, true],
  ['cancel', false, true, true],
  ['approve', false, false, true],
  ['approveForClient', false, false, true],
  ['holdAll', false, false, true],
])('%s: a member %s, its author %s, an admin %s', (action, ...allowed) => {
  expect([member, author, admin].map((asker) => mayWithPost(asker, action))).toEqual(allowed)
})

test('nobody approves what they wrote, unless there is nobody else', () => {
  expect(mayWithPost({ ...admin, isAuthor: true }, 'approve')).toBe(false)
  expect(mayWithPost({ ...admin, isAuthor: true, isOnlyAdmin: true }, 'approve')).toBe(true)
})

test('a stranger may do nothing', () => {
  expect(mayWithPost({ role: undefined, isAuthor: true, isOnlyAdmin: true }, 'comment')).toBe(false)
})
