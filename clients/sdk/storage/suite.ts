/** What every storage must do: run by memory.test.ts and idb.test.ts. */
import { beforeEach, describe, expect, test } from 'vitest'
import { type Storage, within } from './port.ts'

export function storageSuite(name: string, open: () => Storage): void {
  describe(name, () => {
    let storage: Storage
    beforeEach(() => {
      storage = open()
    })

    test('what is put is found, what is not is undefined', async () => {
      await storage.put({ a: { text: 'one', at: new Map([['x', 1]]) } })
      expect(await storage.get('a')).toEqual({ text: 'one', at: new Map([['x', 1]]) })
      expect(await storage.get('b')).toBeUndefined()
    })

    test('a found value is a clone: changing it changes nothing stored', async () => {
      const mine = { list: [1] }
      await storage.put({ a: mine })
      mine.list.push(2)
      const found = (await storage.get('a')) as typeof mine
      found.list.push(3)
      expect(await storage.get('a')).toEqual({ list: [1] })
    })

    test('a list holds exactly the keys with the prefix, in order', async () => {
      await storage.put({ 'out/2': 'b', 'out/10': 'c', 'out/1': 'a', outer: 'x', 'in/1': 'y' })
      expect(await storage.list('out/')).toEqual([
        ['out/1', 'a'],
        ['out/10', 'c'],
        ['out/2', 'b'],
      ])
    })

    test('a put with one value that cannot be stored stores none', async () => {
      await expect(storage.put({ a: 1, b: () => 'no' })).rejects.toThrow()
      expect(await storage.list('')).toEqual([])
    })

    test('writes are seen in the order they were asked for', async () => {
      const writes = Array.from({ length: 20 }, (_, index) => storage.put({ last: index }))
      await Promise.all(writes)
      expect(await storage.get('last')).toBe(19)
    })

    test('remove and wipe take what they name and no more', async () => {
      await storage.put({ 'a/1': 1, 'a/2': 2, 'a/3': 3, 'b/1': 4 })
      await storage.remove(['a/1', 'never there'])
      expect((await storage.list('')).map(([key]) => key)).toEqual(['a/2', 'a/3', 'b/1'])
      await storage.wipe('a/')
      expect((await storage.list('')).map(([key]) => key)).toEqual(['b/1'])
    })

    test('a part sees its own records only', async () => {
      const ann = within(storage, 'ann/')
      const bob = within(storage, 'bob/')
      await ann.put({ note: 'a' })
      await bob.put({ note: 'b' })
      expect(await ann.list('')).toEqual([['note', 'a']])
      await ann.wipe('')
      expect(await ann.get('note')).toBeUndefined()
      expect(await bob.get('note')).toBe('b')
    })
  })
}
