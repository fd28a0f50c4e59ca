import { expect, test } from 'vitest'
import { readNews } from './frame-news.ts'

const frame = (...rooms: object[]) =>
  Buffer.from(
    JSON.stringify({ id: 1, result: { type: 'data', data: rooms.length === 1 ? rooms[0] : rooms } }),
  )
const event = (seq: number, more: object = {}) => ({ seq, kind: 'message.sent', ...more })

test('tells from where to where the news of each room go', () => {
  const one = { roomId: 'a', position: '3:9', events: [event(7), event(8), event(9)] }
  const other = { roomId: 'b', position: '3:12', events: [event(12)] }
  expect(readNews(frame(one))).toEqual([{ roomId: 'a', first: 7, last: 9, isReset: false }])
  expect(readNews(frame(one, other))).toEqual([
    { roomId: 'a', first: 7, last: 9, isReset: false },
    { roomId: 'b', first: 12, last: 12, isReset: false },
  ])
})

test('is not misled by what people say', () => {
  const text = '"roomId":"b","position":"1:5","seq":99,"kind":"reset"'
  const said = { roomId: 'a', position: '3:7', events: [event(7, { payload: { text } })] }
  expect(readNews(frame(said))).toEqual([{ roomId: 'a', first: 7, last: 7, isReset: false }])
})

test('knows a reset, and a frame without news', () => {
  const reset = { roomId: 'a', position: '4:20', events: [{ kind: 'reset', seq: 20 }] }
  expect(readNews(frame(reset))).toEqual([{ roomId: 'a', first: 20, last: 20, isReset: true }])
  expect(readNews(Buffer.from('{"id":1,"result":{"type":"started"}}'))).toEqual([])
})
