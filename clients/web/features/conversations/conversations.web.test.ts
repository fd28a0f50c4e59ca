/** A day with groups and channels in the real app on the real server: begin, join, change, edit, delete, leave. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LoneServer, loneServer } from '../../../../bench/run/lone-server.ts'
import { startBrowser, type TestBrowser } from '../../testing/browser.ts'
import { buildWeb } from '../../testing/build.ts'
import { composer, messages, say, signIn, signUp } from '../../testing/people.ts'

let server: LoneServer
let browser: TestBrowser
let ann: Page
let bob: Page

beforeAll(async () => {
  await buildWeb()
  server = await loneServer()
  await server.start()
  browser = await startBrowser()
  ann = await browser.page()
  bob = await browser.page()
  await signUp(ann, server.url, 'Ann Lee', 'ann@example.org')
  await signUp(bob, server.url, 'Bob Ross', 'bob@example.org')
})
afterAll(async () => {
  await browser?.close()
  await server?.remove()
})

test('a channel is made, found, joined, renamed and left', async () => {
  await ann.getByRole('button', { name: 'New conversation' }).first().click()
  await ann.getByRole('tab', { name: 'New channel' }).click()
  await ann.getByLabel('Name of the channel').fill('launch')
  await ann.getByRole('button', { name: 'Create channel' }).click()
  await ann.getByRole('heading', { name: 'launch', level: 1 }).waitFor()
  await say(ann, 'Who is in?')

  await bob.getByRole('button', { name: 'Browse channels' }).click()
  await bob.getByRole('button', { name: 'Join launch' }).click()
  await messages(bob, 'Who is in?').waitFor()
  await ann.getByRole('button', { name: 'Members (2)' }).click()
  await ann.getByRole('complementary', { name: 'Members' }).getByText('Bob Ross').waitFor()
  await browser.shot(ann, 'web-channel-members')

  await ann.getByRole('button', { name: 'More about this conversation' }).click()
  await ann.getByRole('menuitem', { name: 'Rename' }).click()
  await ann.getByLabel('Name', { exact: true }).fill('launch-week')
  await ann.getByRole('button', { name: 'Save' }).click()
  await bob.getByRole('heading', { name: 'launch-week', level: 1 }).waitFor()

  await bob.getByRole('button', { name: 'More about this conversation' }).click()
  await bob.getByRole('menuitem', { name: 'Leave' }).click()
  await bob.getByRole('dialog').getByRole('button', { name: 'Leave' }).click()
  await ann.getByRole('button', { name: 'Members (1)' }).waitFor()
  await bob.getByText('No conversations yet').waitFor()
})

test('a message is edited, keeps what it said, is answered and deleted', async () => {
  await say(ann, 'Thursday')
  await messages(ann, 'Thursday').waitFor()
  await composer(ann).press('ArrowUp')
  const editor = ann.getByRole('textbox', { name: 'Edit message' })
  await editor.fill('Friday')
  await editor.press('Enter')
  await ann.getByRole('button', { name: 'edited' }).click()
  await ann.getByRole('dialog', { name: 'Former versions' }).getByText('Thursday').waitFor()
  await ann.keyboard.press('Escape')

  await messages(ann, 'Friday').hover()
  await messages(ann, 'Friday')
    .getByRole('button', { name: /^Reply/ })
    .click()
  await say(ann, 'So be it')
  await messages(ann, 'So be it')
    .getByText(/Friday/)
    .waitFor()

  await messages(ann, 'Who is in?').hover()
  await messages(ann, 'Who is in?')
    .getByRole('button', { name: /^Delete/ })
    .click()
  await ann.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await ann.locator('article').getByText('Message deleted').waitFor()
})

test('a group of three is archived and can only be read; the switcher finds it', async () => {
  const eve = await browser.page()
  await signUp(eve, server.url, 'Eve Stone', 'eve@example.org')
  await ann.keyboard.press('Control+k')
  await ann.getByRole('option', { name: 'New conversation' }).click()
  for (const name of ['Bob Ross', 'Eve Stone']) {
    await ann.getByRole('combobox', { name: 'People' }).fill(name)
    // Enter takes the one that is marked, and until the answer is there that may be somebody else
    await ann.getByRole('option', { name, selected: true }).waitFor()
    await ann.keyboard.press('Enter')
  }
  await ann.getByLabel('Name of the group').fill('Three of us')
  await ann.getByRole('button', { name: 'Create group' }).click()
  await ann.getByRole('heading', { name: 'Three of us', level: 1 }).waitFor()
  await say(ann, 'Only us')
  await eve.getByRole('link', { name: /Three of us/ }).click()
  await messages(eve, 'Only us').waitFor()
  await expect.poll(() => bob.title()).toBe('(1) Parley')

  await ann.getByRole('button', { name: 'More about this conversation' }).click()
  await ann.getByRole('menuitem', { name: 'Archive' }).click()
  await ann.getByRole('dialog').getByRole('button', { name: 'Archive' }).click()
  await eve.getByText(/This conversation is archived/).waitFor()
  expect(await composer(eve).count()).toBe(0)

  await bob.keyboard.press('Control+k')
  await bob.getByRole('combobox').fill('three')
  await bob.getByRole('option', { name: /Three of us/, selected: true }).waitFor()
  await bob.keyboard.press('Enter')
  await messages(bob, 'Only us').waitFor()
})

test('signing out leaves nothing behind; a wrong password is refused beside its field', async () => {
  const address = bob.url()
  await bob.getByRole('button', { name: /^Account of/ }).click()
  await bob.getByRole('button', { name: 'Sign out' }).click()
  await bob.getByRole('heading', { name: 'Welcome back' }).waitFor()
  expect(await bob.evaluate(() => Object.keys(localStorage))).toEqual([])
  await bob.getByLabel('E-mail').fill('bob@example.org')
  await bob.getByLabel('Password', { exact: true }).fill('not this one')
  await bob.keyboard.press('Enter')
  await bob.getByRole('alert').getByText('E-mail or password is wrong.').waitFor()
  // the address one came with is where one is after signing in
  await signIn(bob, address, 'bob@example.org')
  await messages(bob, 'Only us').waitFor()
  expect(browser.thrown).toEqual([])
})
