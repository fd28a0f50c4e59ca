import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeLog } from '../../host/log.ts'
import { secureRandom } from '../../host/secure-random.ts'
import { systemClock } from '../../host/system-clock.ts'
import { idSource } from '../../kernel/ids.ts'
import type { Refusal } from '../../protocol/errors.ts'
import { MediaPart } from '../../store/entities/media-part.ts'
import { Post } from '../../store/entities/post.ts'
import type { Store } from '../../store/store.ts'
import { type TestDatabase, withDatabase } from '../../store/testing.ts'
import { makeKeyring } from '../keys/keyring.ts'
import { makeSignatures } from '../keys/signatures.ts'
import { PART_BYTES } from './content.ts'
import { type Media, makeMedia } from './media.ts'
import { filmOf, pngOf } from './samples.ts'

const BYTES_MAX = 3 * PART_BYTES + 1_000
const DAY_MS = 24 * 60 * 60_000

let database: TestDatabase
let store: Store
let media: Media
let lateMs = 0
const clock = { ...systemClock, now: () => systemClock.now() + lateMs }
const newId = idSource(() => systemClock.now(), secureRandom)
let organisationId: string
const userId = newId()

beforeAll(async () => {
  database = await withDatabase()
  store = await database.open()
  media = makeMedia({
    store,
    signatures: makeSignatures(makeKeyring(['the secret of this installation'])),
    clock,
    newId,
    log: makeLog({ logLevel: 'silent' }),
    publicUrl: 'https://parley.example.org',
    bytesMax: BYTES_MAX,
  })
})
beforeEach(() => {
  lateMs = 0
  organisationId = newId()
})
afterAll(() => database.stop())

/** In chunks of a size that fits nothing. */
async function* inChunks(file: Uint8Array, bytes = 10_007): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.length; at += bytes) yield file.subarray(at, at + bytes)
}

const adds = (file: Uint8Array, name = 'a.png') =>
  media.add({ organisationId, userId, name, body: inChunks(file) })

async function whole(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of bytes) pieces.push(piece)
  return Buffer.concat(pieces)
}

const refusalOf = async (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error) => (error as Refusal).reason,
  )
const pieces = () => store.em().count(MediaPart, {})

/** A file that is nowhere the same. */
function bigPng(bytes: number): Buffer {
  const file = pngOf(640, 480, bytes)
  for (let at = 40; at < file.length; at++) file[at] = (at * 31 + (at >> 8)) & 0xff
  return file
}

test('what is put in comes out, from any byte on, across all pieces', async () => {
  const file = bigPng(2 * PART_BYTES + 12_345)
  const { id, ...view } = await adds(file, 'C:\\photos\\sun "set".png')
  expect(view).toMatchObject({
    name: 'sun  set .png',
    type: 'image/png',
    bytes: file.length,
    width: 640,
    height: 480,
    durationMs: null,
    altText: null,
  })
  const [ref] = await media.refsOf(organisationId, [id])
  for (const from of [0, 1, PART_BYTES - 1, PART_BYTES, 2 * PART_BYTES + 5, file.length - 1, file.length]) {
    expect((await whole(ref!.read(from))).equals(file.subarray(from))).toBe(true)
  }
  expect(ref?.url).toBe(`https://parley.example.org${view.url}`)
})

test('an address opens its file, with the hash of its content, until a day or two have passed', async () => {
  const file = bigPng(PART_BYTES)
  const { id, url } = await adds(file)
  const query = new URL(url, 'http://here').searchParams
  const address = { id, until: query.get('until') ?? '', sig: query.get('sig') ?? '' }
  const opened = await media.opened(address)
  expect(opened).toMatchObject({
    bytes: file.length,
    sha256: createHash('sha256').update(file).digest('hex'),
  })
  expect((await whole(opened!.read(5, 25))).equals(file.subarray(5, 25))).toBe(true)
  for (const forged of [
    { ...address, id: newId() },
    { ...address, until: String(Number(address.until) + 1) },
    { ...address, until: '9'.repeat(400) },
    { ...address, sig: '' },
    { ...address, id: 'rubbish' },
  ]) {
    expect(await media.opened(forged)).toBeNull()
  }
  lateMs = DAY_MS
  expect(await media.opened(address)).not.toBeNull()
  lateMs = 2 * DAY_MS
  expect(await media.opened(address)).toBeNull()
})

test('a film tells how long it is, wherever in the file that stands', async () => {
  const film = filmOf({ width: 1_080, height: 1_920, durationMs: 61_500, contentBytes: PART_BYTES })
  expect(await adds(film, 'a.mov')).toMatchObject({
    type: 'video/mp4',
    width: 1_080,
    height: 1_920,
    durationMs: 61_500,
  })
})

test('what is no image and no film, or too large, or breaks off, leaves nothing behind', async () => {
  const before = await pieces()
  expect(await refusalOf(adds(Buffer.from('<script>alert(1)</script>')))).toBe('MEDIA_UNREADABLE')
  expect(await refusalOf(adds(Buffer.alloc(0)))).toBe('MEDIA_UNREADABLE')
  expect(await refusalOf(adds(bigPng(BYTES_MAX)))).toBe('MEDIA_TOO_LARGE')
  const breaksOff = async function* () {
    yield* inChunks(bigPng(PART_BYTES))
    throw new Error('the client went away')
  }
  await expect(media.add({ organisationId, userId, name: 'a', body: breaksOff() })).rejects.toThrow(
    /went away/,
  )
  expect(await pieces()).toBe(before)
  expect(await media.list(organisationId, { before: null, limit: 10 })).toEqual([])
})

test('lists come newest first, page after page', async () => {
  const ids: string[] = []
  for (let file = 0; file < 5; file++) ids.unshift((await adds(pngOf(10, 10))).id)
  const first = await media.list(organisationId, { before: null, limit: 3 })
  const second = await media.list(organisationId, { before: first.at(-1)!.place, limit: 3 })
  expect([...first, ...second].map(({ view }) => view.id)).toEqual(ids)
})

test('files of another organisation are not there', async () => {
  const { id } = await adds(pngOf(10, 10))
  const other = newId()
  expect(await media.viewsOf(other, [id])).toEqual([])
  expect(await refusalOf(media.refsOf(other, [id]))).toBe('UNKNOWN_MEDIA')
  expect(await refusalOf(media.describe(other, id, 'mine'))).toBe('UNKNOWN_MEDIA')
  expect(await refusalOf(media.remove(other, id))).toBe('UNKNOWN_MEDIA')
  expect(await media.viewsOf(organisationId, [id])).toHaveLength(1)
})

test('references come in the order they were asked for, and say what a file shows', async () => {
  const [one, two] = [await adds(pngOf(10, 10)), await adds(pngOf(20, 20))]
  expect(await media.describe(organisationId, two.id, 'a square')).toMatchObject({ altText: 'a square' })
  const refs = await media.refsOf(organisationId, [two.id, one.id, two.id])
  expect(refs.map(({ width, altText }) => [width, altText])).toEqual([
    [20, 'a square'],
    [10, null],
    [20, 'a square'],
  ])
})

test('a file stays while a post that is not over shows it', async () => {
  const { id } = await adds(pngOf(10, 10))
  const post = {
    id: newId(),
    organisationId,
    authorId: userId,
    head: 1,
    status: 'scheduled' as const,
    text: 'look',
    mediaIds: [newId(), id],
    tags: [],
    approval: 'none' as const,
    createdAt: new Date(),
    changedAt: new Date(),
  }
  await store.em().insert(Post, post)
  expect(await refusalOf(media.remove(organisationId, id))).toBe('MEDIA_IN_USE')
  await store.scoped(organisationId).nativeUpdate(Post, { id: post.id }, { status: 'published' })
  const before = await pieces()
  await media.remove(organisationId, id)
  expect(await media.viewsOf(organisationId, [id])).toEqual([])
  expect(await pieces()).toBe(before - 1)
})

test('what a crash left of a file is swept away once nobody can be sending it any more', async () => {
  const { id } = await adds(pngOf(10, 10))
  const orphan = newId()
  await store.em().insert(MediaPart, { mediaId: orphan, part: 0, content: Buffer.from('half of it') })
  expect(await media.sweep()).toBe(0)
  lateMs = 2 * DAY_MS
  expect(await media.sweep()).toBe(1)
  expect(await store.em().count(MediaPart, { mediaId: orphan })).toBe(0)
  expect(await store.em().count(MediaPart, { mediaId: id })).toBe(1)
})
