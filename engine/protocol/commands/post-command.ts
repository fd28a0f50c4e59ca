/** Everything that can be asked of a post. */
import { z } from 'zod'
import { PostApprove } from './post-approve.ts'
import { PostCancel } from './post-cancel.ts'
import { PostComment } from './post-comment.ts'
import { PostCreate } from './post-create.ts'
import { PostEdit } from './post-edit.ts'
import { PostExpire } from './post-expire.ts'
import { PostFire } from './post-fire.ts'
import { PostHold } from './post-hold.ts'
import { PostPlan } from './post-plan.ts'
import { PostRelease } from './post-release.ts'
import { PostRequestChanges } from './post-request-changes.ts'
import { PostResolve } from './post-resolve.ts'
import { PostRetry } from './post-retry.ts'
import { PostSettle } from './post-settle.ts'
import { PostSubmit } from './post-submit.ts'
import { PostUnplan } from './post-unplan.ts'

export const PostCommand = z.discriminatedUnion('type', [
  PostCreate,
  PostEdit,
  PostPlan,
  PostUnplan,
  PostSubmit,
  PostApprove,
  PostRequestChanges,
  PostComment,
  PostCancel,
  PostRetry,
  PostResolve,
  PostHold,
  PostRelease,
  PostFire,
  PostSettle,
  PostExpire,
])
export type PostCommand = z.infer<typeof PostCommand>
