/** All tables of the house, one entity each: what MikroORM knows. */
import { AccountPicture } from './entities/account-picture.ts'
import { Attempt } from './entities/attempt.ts'
import { Budget } from './entities/budget.ts'
import { ClusterMeta } from './entities/cluster-meta.ts'
import { Consent } from './entities/consent.ts'
import { Conversation } from './entities/conversation.ts'
import { Due } from './entities/due.ts'
import { Event } from './entities/event.ts'
import { Follower } from './entities/follower.ts'
import { Measurement } from './entities/measurement.ts'
import { Measuring } from './entities/measuring.ts'
import { Media } from './entities/media.ts'
import { MediaPart } from './entities/media-part.ts'
import { Member } from './entities/member.ts'
import { Membership } from './entities/membership.ts'
import { Message } from './entities/message.ts'
import { Node } from './entities/node.ts'
import { Organisation } from './entities/organisation.ts'
import { Post } from './entities/post.ts'
import { PostTarget } from './entities/post-target.ts'
import { PostTemplate } from './entities/post-template.ts'
import { PostingSlot } from './entities/posting-slot.ts'
import { ReviewLink } from './entities/review-link.ts'
import { Secret } from './entities/secret.ts'
import { Series } from './entities/series.ts'
import { SeriesPost } from './entities/series-post.ts'
import { Session } from './entities/session.ts'
import { Shard } from './entities/shard.ts'
import { Snapshot } from './entities/snapshot.ts'
import { SocialAccount } from './entities/social-account.ts'
import { User } from './entities/user.ts'
import { Webhook } from './entities/webhook.ts'
import { WebhookDelivery } from './entities/webhook-delivery.ts'

export const ENTITIES = [
  AccountPicture,
  Attempt,
  Budget,
  ClusterMeta,
  Consent,
  Conversation,
  Due,
  Event,
  Follower,
  Measurement,
  Measuring,
  Media,
  MediaPart,
  Member,
  Membership,
  Message,
  Node,
  Organisation,
  Post,
  PostTarget,
  PostTemplate,
  PostingSlot,
  ReviewLink,
  Secret,
  Series,
  SeriesPost,
  Session,
  Shard,
  Snapshot,
  SocialAccount,
  User,
  Webhook,
  WebhookDelivery,
]
