/** An account dies, or lives again, in a process that tells nobody: another one sees to its posts, by nothing but the database. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { berlin, type Company, company } from '../../api/posts/testing.ts'
import { type Parley, withParley } from '../../api/testing.ts'
import { type Outside, openOutside } from '../../engine/outside/outside.ts'
import { UNSCOPED } from '../../engine/store/entities/organisation-filter.ts'
import { SocialAccount } from '../../engine/store/entities/social-account.ts'
import { openStore, type Store } from '../../engine/store/store.ts'
import { type Health, startHealth } from './health.ts'
import { claimUntold, done } from './untold.ts'

const LOOK_MS = 50

let parley: Parley
let here: Company
/** Another process on the same database. */
let elsewhere: Store
let outsideElsewhere: Outside
let hands: Health[] = []

beforeAll(async () => {
  parley = await withParley({ passwordThreads: 2 })
  here = await company(parley)
  const { clock, config, log, newId, store } = parley.node
  const { databaseUrl } = store
  elsewhere = await openStore({ databaseUrl, dataDir: '', lanes: 1, applicationName: 'parley/elsewhere' })
  outsideElsewhere = await openOutside({ config, store: elsewhere, clock, newId, log })
})
afterEach(async () => {
  await Promise.all(hands.map((each) => each.stop()))
  hands = []
})
afterAll(async () => {
  await elsewhere?.close()
  await parley?.stop()
})

function start(): void {
  const { clock, deliver, log, newId, outside, readPost: read, store } = parley.node
  hands.push(startHealth({ clock, deliver, log, newId, outside, read, store }, LOOK_MS))
}

async function postTo(accountId: string): Promise<string> {
  const { post } = await here.mia.posts.schedule({
    text: 'hello world',
    targets: [{ to: { kind: 'account', accountId, network: 'x' } }],
    at: berlin('2030-06-03T09:00'),
    commandId: parley.node.newId(),
  })
  return post.id
}

const heldBy = async (postId: string) => (await parley.node.readPost(postId))?.targets.get('t1')?.held
const row = (id: string) => elsewhere.em().findOneOrFail(SocialAccount, { id }, UNSCOPED)
/** As it is when somebody has connected it again. */
const revive = (id: string) =>
  elsewhere.em().nativeUpdate(SocialAccount, { id }, { health: 'healthy', trouble: null }, UNSCOPED)

test('posts are held when their account dies elsewhere, and let go when it lives again', async () => {
  const accountId = await here.account('x', 'Parley')
  const [one, other] = [await postTo(accountId), await postTo(accountId)]
  const apart = await postTo(await here.account('x', 'Another'))
  start()
  start()
  await outsideElsewhere.accounts.bury(accountId, '190')
  await expect
    .poll(async () => [await heldBy(one), await heldBy(other)])
    .toEqual([['credential'], ['credential']])
  expect(await heldBy(apart)).toEqual([])
  await expect.poll(async () => (await row(accountId)).toldHealth).toBe('dead')
  await revive(accountId)
  await expect.poll(async () => [await heldBy(one), await heldBy(other)]).toEqual([[], []])
  await expect.poll(async () => (await row(accountId)).toldHealth).toBe('healthy')
})

test('who dies while telling them is followed by another, also when the account lives again meanwhile', async () => {
  const accountId = await here.account('x', 'Unlucky')
  const postId = await postTo(accountId)
  await outsideElsewhere.accounts.bury(accountId, '190')
  const claimed = await claimUntold({ store: elsewhere })
  expect(claimed).toMatchObject({ accountId, health: 'dead' })
  expect(await claimUntold(parley.node)).toBeNull()
  // it has told one post, and is gone
  const { newId, deliver } = parley.node
  const target = { roomId: postId, organisationId: here.organisationId, authorId: here.people.olga.id }
  const command = { type: 'post.hold' as const, by: 'credential' as const, targetId: 't1' }
  await deliver({ kind: 'post', ...target, commandId: newId(), command })
  await revive(accountId)
  await elsewhere.em().nativeUpdate(SocialAccount, { id: accountId }, { tellingUntil: new Date(0) }, UNSCOPED)
  start()
  await expect.poll(() => heldBy(postId)).toEqual([])
  // and should it wake up, its word does not count
  if (claimed) await done({ store: elsewhere }, claimed)
  await expect.poll(async () => (await row(accountId)).toldHealth).toBe('healthy')
})

test('the process where it happened does not wait for its next look', async () => {
  const accountId = await here.account('x', 'Near')
  const postId = await postTo(accountId)
  const { clock, deliver, log, newId, outside, readPost: read, store } = parley.node
  hands.push(startHealth({ clock, deliver, log, newId, outside, read, store }, 3_600_000))
  await outside.accounts.bury(accountId, '190')
  await expect.poll(() => heldBy(postId)).toEqual(['credential'])
})
