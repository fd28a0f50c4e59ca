/** `checkMayFollow`: whether somebody is a member of a conversation, read for all who ask at once by one query. */
import { makeGather } from '../engine/kernel/gather.ts'
import { oncePer } from '../engine/kernel/once-per.ts'
import { refuse } from '../engine/protocol/errors.ts'
import type { Store } from '../engine/store/store.ts'
import type { SignedInCtx } from './procedure.ts'

interface Question {
  readonly userId: string
  readonly organisationId: string
  readonly roomId: string
}

/** `nowhere`: there is no such conversation in that organisation. */
type Standing = 'member' | 'stranger' | 'nowhere'

/** Questions in one query: more would keep those behind them waiting. */
const QUESTIONS_MAX = 200

/** `roomId` is a UUID. Refuses with UNKNOWN_CONVERSATION and NOT_A_MEMBER, as `accessTo` does. */
export async function checkMayFollow({ node, session }: SignedInCtx, roomId: string): Promise<void> {
  const { userId, organisationId } = session
  const standing = await askOf(node.store)({ userId, organisationId, roomId })
  if (standing === 'nowhere') refuse('UNKNOWN_CONVERSATION')
  if (standing === 'stranger') refuse('NOT_A_MEMBER')
}

const askOf = oncePer((store: Store) =>
  makeGather(QUESTIONS_MAX, (questions: readonly Question[]) => read(store, questions)),
)

/** Parameters: people, the organisation and the room of each. It names the organisation itself: filters do not reach here. */
const STANDINGS = `
  SELECT w.n::int AS n, m.user_id IS NOT NULL AS is_member
    FROM unnest(?::uuid[], ?::uuid[], ?::uuid[]) WITH ORDINALITY AS w(user_id, organisation_id, room_id, n)
    JOIN conversation c ON c.id = w.room_id AND c.organisation_id = w.organisation_id
    LEFT JOIN member m ON m.conversation_id = c.id AND m.user_id = w.user_id
                      AND m.organisation_id = w.organisation_id`

interface StandingRow {
  readonly n: number
  readonly is_member: boolean
}

async function read(store: Store, questions: readonly Question[]): Promise<readonly Standing[]> {
  const list = (pick: (question: Question) => string) => `{${questions.map(pick).join()}}`
  const rows = await store
    .em()
    .execute<StandingRow[]>(STANDINGS, [
      list(({ userId }) => userId),
      list(({ organisationId }) => organisationId),
      list(({ roomId }) => roomId),
    ])
  const found: Standing[] = questions.map(() => 'nowhere')
  for (const { n, is_member } of rows) found[n - 1] = is_member ? 'member' : 'stranger'
  return found
}
