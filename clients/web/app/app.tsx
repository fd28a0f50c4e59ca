/** The whole app: who is signed in decides what is shown. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useState, useSyncExternalStore } from 'react'
import { isRetryable } from '../../../engine/protocol/errors.ts'
import { AuthScreen } from '../features/auth/auth-screen.tsx'
import { Logo } from '../ui/logo.tsx'
import { MeContext, ParleyContext, useObservable, useParley, type WebParley } from './parley.ts'
import { reasonOf } from './reasons.ts'
import { reviewTokenOf } from './routes.ts'
import { Shell } from './shell.tsx'

const ReviewScreen = lazy(async () => ({
  default: (await import('../features/posts/review/review-screen.tsx')).ReviewScreen,
}))

export function App({ parley }: { parley: WebParley }) {
  const token = useReviewToken()
  return (
    <ParleyContext value={parley}>
      {token === null ? (
        <Door />
      ) : (
        <WithQueries key={token}>
          <Suspense fallback={<Splash />}>
            <ReviewScreen token={token} />
          </Suspense>
        </WithQueries>
      )}
    </ParleyContext>
  )
}

/** Of a client's link, which needs no account; null for everybody else. */
function useReviewToken(): string | null {
  return useSyncExternalStore(
    (changed) => {
      addEventListener('hashchange', changed)
      return () => removeEventListener('hashchange', changed)
    },
    () => reviewTokenOf(location.hash),
  )
}

function Door() {
  const session = useObservable(useParley().session)
  if (session.status === 'unknown') return <Splash />
  if (session.status === 'signedOut') {
    return (
      <WithQueries>
        <AuthScreen />
      </WithQueries>
    )
  }
  // the key: nothing of one person is left when another signs in
  return (
    <WithQueries key={session.user.id}>
      <MeContext value={session.user}>
        <Shell />
      </MeContext>
    </WithQueries>
  )
}

const RETRIES_MAX = 2

function WithQueries({ children }: { children: ReactNode }) {
  const [queries] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: {
            staleTime: 30_000,
            retry: (failures, error) => {
              const reason = reasonOf(error)
              return failures < RETRIES_MAX && (reason === null || isRetryable(reason))
            },
          },
          // a mutation that waits unseen for the network would surprise: it fails at once and says so
          mutations: { networkMode: 'always' },
        },
      }),
  )
  return <QueryClientProvider client={queries}>{children}</QueryClientProvider>
}

function Splash() {
  return (
    <div className="flex h-dvh animate-late items-center justify-center" role="status" aria-label="Starting">
      <span className="animate-breathe">
        <Logo size={44} />
      </span>
    </div>
  )
}
