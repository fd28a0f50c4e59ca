/** The picture of an account outlives the address that its network gave for it. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { secureRandom } from '../../host/secure-random.ts'
import { systemClock } from '../../host/system-clock.ts'
import { idSource } from '../../kernel/ids.ts'
import { UNSCOPED } from '../../store/entities/organisation-filter.ts'
import { SocialAccount } from '../../store/entities/social-account.ts'
import type { Store } from '../../store/store.ts'
import { type TestDatabase, withDatabase } from '../../store/testing.ts'
import { makeKeyring } from '../keys/keyring.ts'
import { makeSignatures } from '../keys/signatures.ts'
import { pngOf } from '../media/samples.ts'
import { makePictures, type Pictures, type PicturesParts } from './pictures.ts'

const newId = idSource(() => systemClock.now(), secureRandom)
const signatures = makeSignatures(makeKeyring(['the secret of this installation']))
let database: TestDatabase
let store: Store
let pictures: Pictures
let lateMs = 0
const clock = { now: () => systemClock.now() + lateMs }

/** What the network's server has, by path; how often it was asked. */
const has = new Map<string, Buffer>()
let asked = 0
const cdn = createServer(({ url = '' }, response) => {
  asked++
  const bytes = has.get(url)
  response.writeHead(bytes === undefined ? 403 : 200, { 'content-type': 'text/html' }).end(bytes)
})
let address = ''

const make = (more: Partial<PicturesParts['fetching']> = {}) =>
  makePictures({ store, signatures, clock, fetching: { allowPrivate: true, ...more } })

beforeAll(async () => {
  database = await withDatabase()
  store = await database.open()
  await new Promise<void>((resolve) => cdn.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(cdn.address() as AddressInfo).port}`
})
beforeEach(() => {
  lateMs = 0
  asked = 0
  has.clear()
  pictures = make()
})
afterAll(async () => {
  cdn.closeAllConnections()
  cdn.close()
  await database.stop()
})

async function account(pictureUrl: string) {
  const id = newId()
  await store.em().insert(SocialAccount, {
    id,
    organisationId: newId(),
    network: 'x',
    accountRef: id,
    name: 'Ann',
    pictureUrl,
    sealed: '',
    scopes: [],
    connectedBy: newId(),
  })
  return { id, pictureUrl }
}

/** As a browser would ask: with what is in the address. */
function open(shown: string | null, by = pictures) {
  const url = new URL(shown ?? '', 'http://here')
  return by.opened({ id: url.pathname.split('/').at(-1) ?? '', sig: url.searchParams.get('sig') ?? '' })
}

test('is fetched once, and is there for every node when the network has it no more', async () => {
  has.set('/ann.png', pngOf(4, 4))
  const ann = await account(`${address}/ann.png`)
  const shown = pictures.addressOf(ann)
  expect(shown).toMatch(/^\/pictures\/[0-9a-f-]{36}\?of=[\w-]{10}&sig=[\w.-]+$/)
  const [one, other] = await Promise.all([open(shown), open(shown)])
  expect(one?.type, 'by its bytes, not by what the network said').toBe('image/png')
  expect(other?.bytes).toEqual(one?.bytes)
  expect(asked).toBe(1)
  has.clear()
  const found = await open(shown, make())
  expect(Buffer.from(found?.bytes ?? [])).toEqual(pngOf(4, 4))
  expect(asked).toBe(1)
})

test('a new one takes the place of the old one, which stays as long as the new one cannot be had', async () => {
  has.set('/old.png', pngOf(4, 4))
  const ann = await account(`${address}/old.png`)
  const shown = pictures.addressOf(ann)
  await open(shown)
  const pictureUrl = `${address}/new.png`
  await store.em().nativeUpdate(SocialAccount, { id: ann.id }, { pictureUrl }, UNSCOPED)
  expect(pictures.addressOf({ ...ann, pictureUrl }), 'a browser keeps the old one').not.toBe(shown)
  expect(Buffer.from((await open(shown))?.bytes ?? [])).toEqual(pngOf(4, 4))
  has.set('/new.png', pngOf(8, 8))
  lateMs = 11 * 60_000
  expect(Buffer.from((await open(shown))?.bytes ?? [])).toEqual(pngOf(8, 8))
})

test('a network that gives nothing, or no picture, is left alone for a while', async () => {
  has.set('/page.png', Buffer.from('<script>alert(1)</script>'))
  const ann = await account(`${address}/page.png`)
  const shown = pictures.addressOf(ann)
  expect([await open(shown), await open(shown)]).toEqual([null, null])
  expect(asked).toBe(1)
  lateMs = 11 * 60_000
  await open(shown)
  expect(asked).toBe(2)
})

test('nobody else’s address opens one, and neither does that of an account that was let go', async () => {
  has.set('/ann.png', pngOf(4, 4))
  const [ann, bob] = [await account(`${address}/ann.png`), await account(`${address}/ann.png`)]
  const sigOf = (shown: string | null) => new URL(shown ?? '', 'http://here').searchParams.get('sig') ?? ''
  expect(await pictures.opened({ id: ann.id, sig: sigOf(pictures.addressOf(bob)) })).toBeNull()
  expect(await pictures.opened({ id: 'rubbish', sig: '' })).toBeNull()
  expect(pictures.addressOf({ id: ann.id, pictureUrl: null })).toBeNull()
  await store.em().nativeUpdate(SocialAccount, { id: ann.id }, { removedAt: new Date() }, UNSCOPED)
  expect(await open(pictures.addressOf(ann))).toBeNull()
  const closed = make({ allowPrivate: false })
  expect(await open(closed.addressOf(bob), closed), 'an address of a private network').toBeNull()
  expect(asked).toBe(0)
})
