import { describe, expect, it } from 'vitest'
import { journalSuite } from '../actors/journal-suite.ts'
import type { AnyEvent, RoomWrite } from '../actors/ports.ts'
import { type JournalFaults, makeMemoryJournal } from './memory-journal.ts'

journalSuite('in memory', async () => {
  const journal = makeMemoryJournal()
  let people = 0
  return {
    journal,
    organisationId: 'home',
    person: async () => `person-${++people}`,
    setTerm: async (shard, term) => journal.setTerm(shard, term),
    close: async () => {},
  }
})

describe('faults of the journal in memory', () => {
  const event: AnyEvent = {
    seq: 1,
    kind: 'conversation.created',
    authorId: 'ann',
    commandId: 'c1',
    at: '2026-11-21T00:00:00.000Z',
    payload: {},
  }
  const write: RoomWrite = {
    kind: 'conversation',
    roomId: 'r',
    shard: 0,
    term: 1,
    events: [event],
    snapshot: null,
    due: [],
    listing: null,
  }

  it('a commit that fails before it is written leaves nothing', async () => {
    const faults: JournalFaults = { before: () => Promise.reject(new Error('unreachable')) }
    const journal = makeMemoryJournal({ faults })
    await expect(journal.commit(0, [write])).rejects.toThrow('unreachable')
    expect(journal.eventsOf('r')).toEqual([])
  })

  it('a torn commit is there although its caller was told nothing', async () => {
    const faults: JournalFaults = { after: () => Promise.reject(new Error('torn')) }
    const journal = makeMemoryJournal({ faults })
    await expect(journal.commit(0, [write])).rejects.toThrow('torn')
    expect(journal.eventsOf('r')).toEqual([event])
  })

  it('the fence is looked at when a slow commit arrives, not when it set out', async () => {
    const arrivals: (() => void)[] = []
    const faults: JournalFaults = { before: () => new Promise<void>((arrive) => arrivals.push(arrive)) }
    const journal = makeMemoryJournal({ faults })
    const slow = journal.commit(0, [write])
    journal.setTerm(0, 2)
    for (const arrive of arrivals) arrive()
    expect(await slow).toEqual(['fenced'])
  })
})
