/** The one-off calls that screens make beside the live state: what they read once, and what they change. */
import type { Role } from '../../../engine/protocol/permissions.ts'
import type { Person } from '../../sdk/types.ts'

interface Query<Input, Output> {
  query(input: Input): Promise<Output>
}
interface Mutation<Input, Output> {
  mutate(input: Input): Promise<Output>
}
type InConversation<More = unknown> = { conversationId: string; commandId?: string } & More
type Seq = { seq: number }

export interface WebApi {
  readonly people: {
    readonly search: Query<{ query: string; limit?: number }, { items: Person[] }>
    readonly byIds: Query<{ ids: string[] }, { items: Person[] }>
  }
  readonly conversations: {
    readonly create: Mutation<
      { kind: 'direct' | 'group' | 'channel'; title?: string; memberIds: string[]; commandId?: string },
      { conversation: { id: string } }
    >
    readonly browse: Query<
      { query?: string; cursor?: string; limit?: number },
      { items: { id: string; title: string | null; members: number }[]; nextCursor?: string | null }
    >
    readonly join: Mutation<InConversation, Seq>
    readonly leave: Mutation<InConversation, Seq>
    readonly invite: Mutation<InConversation<{ userIds: string[] }>, Seq>
    readonly remove: Mutation<InConversation<{ userId: string }>, Seq>
    readonly changeRole: Mutation<InConversation<{ userId: string; role: Role }>, Seq>
    readonly rename: Mutation<InConversation<{ title: string }>, Seq>
    readonly archive: Mutation<InConversation, Seq>
    readonly restore: Mutation<InConversation, Seq>
  }
  readonly messages: {
    readonly edits: Query<
      { conversationId: string; messageId: string },
      { items: { text: string; at: string }[] }
    >
  }
}
