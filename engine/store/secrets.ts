/** Secrets that all nodes of an installation share, kept in the database. */
import { must } from '../kernel/assert.ts'
import { Secret } from './entities/secret.ts'
import type { Store } from './store.ts'

export async function readSecret(store: Pick<Store, 'em'>, name: string): Promise<string | null> {
  return (await store.em().findOne(Secret, { name }))?.value ?? null
}

/** The secret `name`, made by `make` when there is none. Of nodes that start together one wins and all use its. */
export async function readOrMakeSecret(
  store: Pick<Store, 'em'>,
  name: string,
  make: () => Promise<string>,
): Promise<string> {
  const stored = await readSecret(store, name)
  if (stored !== null) return stored
  await store.em().upsert(Secret, { name, value: await make() }, { onConflictAction: 'ignore' })
  return must(await readSecret(store, name), `the secret ${name} is stored`)
}
