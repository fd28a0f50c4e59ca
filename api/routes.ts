/** Every HTTP route that a feature serves beside the procedures of `router.ts`. */
import { accountRoutes } from './accounts/routes.ts'
import type { HttpRoute } from './http-route.ts'
import { mediaRoutes } from './media/routes.ts'

export const appRoutes: readonly HttpRoute[] = [...accountRoutes, ...mediaRoutes]
