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
  {
    seed: 205,
    was: 'I10: a ring that failed as the database was away waited 13 s for the next look at the table; now it is made again after 5 s (makeAlarm)',
  },
  {
    seed: 491,
    was: 'I11: a failover lost a firing, and what its worker told was believed of the next attempt, which had the same number; now it says who tells (post.settle)',
  },
  {
    seed: 81,
    was: 'I11: while somebody looked for a post, the word of the worker that had published it was refused, and people were asked; now proof of any attempt is taken (attemptIsOver)',
  },
  {
    seed: 338,
    was: 'I11: looking for a message means sending it again, and people were asked when the conversation refused that; now such a refusal says that it is not there (makeRing)',
  },
]
