/** Everything that can happen to a post. */
import { z } from 'zod'
import { PostApproved } from './post-approved.ts'
import { PostCancelled } from './post-cancelled.ts'
import { PostChangesRequested } from './post-changes-requested.ts'
import { PostCommented } from './post-commented.ts'
import { PostCreated } from './post-created.ts'
import { PostEdited } from './post-edited.ts'
import { PostExpired } from './post-expired.ts'
import { PostFired } from './post-fired.ts'
import { PostHeld } from './post-held.ts'
import { PostLate } from './post-late.ts'
import { PostPlanned } from './post-planned.ts'
import { PostReleased } from './post-released.ts'
import { PostResolved } from './post-resolved.ts'
import { PostRetried } from './post-retried.ts'
import { PostSettled } from './post-settled.ts'
import { PostSubmitted } from './post-submitted.ts'
import { PostUnplanned } from './post-unplanned.ts'

export const PostEvent = z.discriminatedUnion('kind', [
  PostCreated,
  PostEdited,
  PostPlanned,
  PostUnplanned,
  PostSubmitted,
  PostApproved,
  PostChangesRequested,
  PostCommented,
  PostCancelled,
  PostRetried,
  PostResolved,
  PostHeld,
  PostReleased,
  PostFired,
  PostLate,
  PostSettled,
  PostExpired,
])
export type PostEvent = z.infer<typeof PostEvent>
