/** Posts and accounts: the screen for each of their addresses. Loaded when first shown. */
import { lazy } from 'react'
import { Redirect, Route, Switch } from 'wouter'
import { AccountsScreen } from '../features/accounts/accounts-screen.tsx'
import { CalendarScreen } from '../features/posts/calendar/calendar-screen.tsx'
import { ImportScreen } from '../features/posts/import/import-screen.tsx'
import { PostScreen } from '../features/posts/post/post-screen.tsx'
import { PostsScreen } from '../features/posts/posts-screen.tsx'
import { QueuesScreen } from '../features/posts/queues/queues-screen.tsx'
import { WebhooksScreen } from '../features/posts/webhooks/webhooks-screen.tsx'
import { CALENDAR_PATH } from './routes.ts'

/** By itself: following rules of recurrence is as much code as all other screens of posts. */
const ComposerScreen = lazy(async () => ({
  default: (await import('../features/posts/composer/composer-screen.tsx')).ComposerScreen,
}))

export function PostsScreens() {
  return (
    <Switch>
      <Route path="/posts/new/:at?/:accountId?">
        {({ at, accountId }) => <ComposerScreen key={at} at={at ?? null} accountId={accountId} />}
      </Route>
      <Route path="/posts/p/:postId">{({ postId }) => <PostScreen key={postId} postId={postId} />}</Route>
      <Route path="/posts/p/:postId/edit">
        {({ postId }) => <ComposerScreen key={postId} postId={postId} />}
      </Route>
      <Route path="/posts/all/:kind?">{({ kind }) => <PostsScreen kind={kind} />}</Route>
      <Route path="/posts/queues">
        <QueuesScreen />
      </Route>
      <Route path="/posts/import">
        <ImportScreen />
      </Route>
      <Route path="/posts/webhooks">
        <WebhooksScreen />
      </Route>
      <Route path="/posts/accounts/:outcome?/:detail?">
        {({ outcome, detail }) => <AccountsScreen outcome={outcome} detail={detail} />}
      </Route>
      <Route path="/posts/:view?/:date?">
        {({ view, date }) => <CalendarScreen view={view} date={date} />}
      </Route>
      <Route>
        <Redirect to={CALENDAR_PATH} replace />
      </Route>
    </Switch>
  )
}
