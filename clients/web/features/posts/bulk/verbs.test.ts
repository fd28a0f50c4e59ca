import { expect, test } from 'vitest'
import { verbsFor } from './verbs.ts'

const mine = { authorId: 'me', status: 'scheduled', approval: 'none' } as const
const theirs = { ...mine, authorId: 'ann' } as const
const waiting = { ...theirs, status: 'inReview', approval: 'internal' } as const
const MEMBER = ['create', 'editDraft', 'submit', 'comment'] as const
const ADMIN = [...MEMBER, 'plan', 'cancel', 'approve'] as const

test('a member moves and cancels what is theirs', () => {
  expect(verbsFor([mine, theirs], MEMBER, 'me')).toMatchObject({ canMove: true, canCancel: true })
  expect(verbsFor([theirs], MEMBER, 'me')).toMatchObject({ canMove: false, canCancel: false })
})

test('whoever may approve does so where something waits for it', () => {
  expect(verbsFor([waiting], MEMBER, 'me').canApprove).toBe(false)
  expect(verbsFor([waiting, mine], ADMIN, 'me').canApprove).toBe(true)
  expect(verbsFor([mine], ADMIN, 'me').canApprove).toBe(false)
})

test('what nobody must approve is not handed in', () => {
  const draft = { ...mine, status: 'draft' } as const
  expect(verbsFor([draft], MEMBER, 'me').canSubmit).toBe(false)
  expect(verbsFor([{ ...draft, approval: 'internal' }], MEMBER, 'me').canSubmit).toBe(true)
})

test('nothing is offered for what is over', () => {
  const out = { ...mine, status: 'published' } as const
  expect(Object.values(verbsFor([out], ADMIN, 'me'))).toEqual([false, false, false, false])
})
