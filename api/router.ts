/** Every procedure of the public contract. `AppRouter` is all that clients know of the server. */
import { accountsRouter } from './accounts/router.ts'
import { authRouter } from './auth/router.ts'
import { captionsRouter } from './captions/router.ts'
import { clusterRouter } from './cluster/router.ts'
import { conversationsRouter } from './conversations/router.ts'
import { healthRouter } from './health/router.ts'
import { mediaRouter } from './media/router.ts'
import { messagesRouter } from './messages/router.ts'
import { orgsRouter } from './orgs/router.ts'
import { peopleRouter } from './people/router.ts'
import { postsRouter } from './posts/router.ts'
import { presenceRouter } from './presence/router.ts'
import { reviewRouter } from './review/router.ts'
import { slotsRouter } from './slots/router.ts'
import { syncRouter } from './sync/router.ts'
import { templatesRouter } from './templates/router.ts'
import { router } from './trpc.ts'
import { webhooksRouter } from './webhooks/router.ts'

export const appRouter = router({
  accounts: accountsRouter,
  auth: authRouter,
  captions: captionsRouter,
  cluster: clusterRouter,
  conversations: conversationsRouter,
  health: healthRouter,
  media: mediaRouter,
  messages: messagesRouter,
  orgs: orgsRouter,
  people: peopleRouter,
  posts: postsRouter,
  presence: presenceRouter,
  review: reviewRouter,
  slots: slotsRouter,
  sync: syncRouter,
  templates: templatesRouter,
  webhooks: webhooksRouter,
})

export type AppRouter = typeof appRouter
