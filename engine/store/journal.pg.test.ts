import { randomUUID } from 'node:crypto'
import { journalSuite } from '../actors/journal-suite.ts'
import { withDatabase } from './testing.ts'

journalSuite('postgresql', async () => {
  const database = await withDatabase()
  const store = await database.open()
  return {
    journal: store.journal,
    organisationId: store.homeOrganisationId,
    person: async () => randomUUID(),
    async setTerm(shard, term) {
      await store.em().getConnection().execute('UPDATE shard SET term = ? WHERE shard_id = ?', [term, shard])
    },
    close: () => database.stop(),
  }
})
