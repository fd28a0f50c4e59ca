/** All tables of the house, one entity each: what MikroORM knows. */
import { Attempt } from './entities/attempt.ts'
import { ClusterMeta } from './entities/cluster-meta.ts'
import { Conversation } from './entities/conversation.ts'
import { Due } from './entities/due.ts'
import { Event } from './entities/event.ts'
import { Member } from './entities/member.ts'
import { Membership } from './entities/membership.ts'
import { Message } from './entities/message.ts'
import { Node } from './entities/node.ts'
import { Organisation } from './entities/organisation.ts'
import { Secret } from './entities/secret.ts'
import { Session } from './entities/session.ts'
import { Shard } from './entities/shard.ts'
import { Snapshot } from './entities/snapshot.ts'
import { User } from './entities/user.ts'

export const ENTITIES = [
  Attempt,
  ClusterMeta,
  Conversation,
  Due,
  Event,
  Member,
  Membership,
  Message,
  Node,
  Organisation,
  Secret,
  Session,
  Shard,
  Snapshot,
  User,
]
