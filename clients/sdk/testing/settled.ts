/** Waiting in tests: for what is true, never for a duration. */

/** Resolves once `condition` holds, asking after every turn of the event loop. Fails after `limitMs` with `what`. */
export async function eventually(what: string, condition: () => boolean, limitMs = 20_000): Promise<void> {
  const endsAt = performance.now() + limitMs
  while (!condition()) {
    if (performance.now() > endsAt) throw new Error(`never happened: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Lets everything run that can run without time passing. */
export async function turns(count = 20): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve))
}
