/** Seeds that once broke a law, and why: `REGRESSIONS`. They are run before all others. */

export interface Regression {
  readonly seed: number
  /** What was wrong, and which law told. */
  readonly was: string
}

/** A seed tells the same story only as long as the simulation draws the same; afterwards it is one more seed. */
export const REGRESSIONS: readonly Regression[] = [
  {
    seed: 1004,
    was: 'I4: a node that had been declared dead while the database was away from it refused people of a room that its new owner had begun meanwhile; now refusals wait for a fresh beat (Ownership.isCertain)',
  },
  {
    seed: 322,
    was: 'I7: a standby that had missed two failovers raised the terms once, and gave a term out that another node still wrote under; now they are raised for each timeline between (RAISE_TERMS)',
  },
  {
    seed: 1348,
    was: 'I13: a word was lost while the only reader of a room caught up, and memory brought it to the old head for ever; now a head beyond what is remembered makes the fan-out forget it',
  },
]
