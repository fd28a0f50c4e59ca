/** The story the whole spine is for: two people talk, the server dies in the middle, and nothing is lost or doubled. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LoneServer, loneServer } from '../../bench/run/lone-server.ts'
import { startBrowser, type TestBrowser } from './testing/browser.ts'
import { buildWeb } from './testing/build.ts'
import { composer, messages, say, signIn, signUp, transcript, writeTo } from './testing/people.ts'

let server: LoneServer
let browser: TestBrowser

beforeAll(async () => {
  await buildWeb()
  server = await loneServer()
  await server.start()
  browser = await startBrowser()
})

afterAll(async () => {
  await browser?.close()
  await server?.remove()
})

test('two people talk both ways, through the death of the server, and a third page sees the same', async () => {
  const ann = await browser.page()
  const bob = await browser.page({ colorScheme: 'dark' })
  await signUp(ann, server.url, 'Ann Lee', 'ann@example.org')
  await signUp(bob, server.url, 'Bob Ross', 'bob@example.org')

  await writeTo(ann, 'Bob Ross')
  await say(ann, 'Are you there?')
  await bob.getByRole('link', { name: /Ann Lee/ }).click()
  await messages(bob, 'Are you there?').waitFor()
  await say(bob, 'I am. Tell me.')
  await messages(ann, 'I am. Tell me.').waitFor()
  await browser.shot(ann, 'web-two-people-talk')

  // each sees that the other is there, and that something is on its way
  await ann.getByRole('link', { name: /Bob Ross online/ }).waitFor()
  await ann.getByText('Online', { exact: true }).waitFor()
  await composer(bob).pressSequentially('Well')
  await ann.getByRole('status', { name: 'Who is typing' }).getByText('Bob is typing…').waitFor()
  await browser.shot(ann, 'web-somebody-types')
  await composer(bob).fill('')
  await ann.getByText('Bob is typing…').waitFor({ state: 'detached' })

  // the worker that keeps the shell of the app has settled
  await ann.waitForFunction(() => navigator.serviceWorker.controller !== null)

  // Ann is in the middle of a sentence when the server dies
  await composer(ann).pressSequentially('The numbers are in: ')
  await server.kill()
  await composer(ann).pressSequentially('go for Thursday')
  await composer(ann).press('Enter')
  await say(ann, 'And bring the map')
  await messages(ann, 'And bring the map', 'sending').waitFor()
  await ann.getByText(/2 changes wait here/).waitFor()
  await say(bob, 'Your line is breaking up')
  await browser.shot(ann, 'web-offline')

  // a reload does not lose what waits either
  await ann.reload()
  await messages(ann, 'And bring the map', 'sending').waitFor()
  await browser.shot(ann, 'web-offline-after-reload')

  await server.start()
  for (const page of [ann, bob]) {
    for (const text of [
      'The numbers are in: go for Thursday',
      'And bring the map',
      'Your line is breaking up',
    ]) {
      await messages(page, text).waitFor()
    }
  }
  await browser.shot(ann, 'web-back-again')
  await browser.shot(bob, 'web-back-again-dark')

  const third = await browser.page({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })
  await signIn(third, server.url, 'bob@example.org')
  await third.getByRole('link', { name: /Ann Lee/ }).click()
  await messages(third, 'And bring the map').waitFor()
  await browser.shot(third, 'web-third-page-phone')

  await expect.poll(() => transcript(third)).toHaveLength(5)
  const said = await transcript(third)
  expect([...said].sort()).toEqual(
    [
      'And bring the map',
      'Are you there?',
      'I am. Tell me.',
      'The numbers are in: go for Thursday',
      'Your line is breaking up',
    ].sort(),
  )
  expect(said.slice(0, 2)).toEqual(['Are you there?', 'I am. Tell me.'])
  expect(said.indexOf('The numbers are in: go for Thursday')).toBeLessThan(said.indexOf('And bring the map'))
  for (const page of [ann, bob]) await expect.poll(() => transcript(page)).toEqual(said)
  expect(browser.thrown).toEqual([])
})
