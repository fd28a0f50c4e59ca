/** The whole app: who is signed in decides what is shown. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { isRetryable } from '../../../engine/protocol/errors.ts'
import { AuthScreen } from '../features/auth/auth-screen.tsx'
import { Logo } from '../ui/logo.tsx'
import { MeContext, ParleyContext, useObservable, useParley, type WebParley } from './parley.ts'
import { reasonOf } from './reasons.ts'
import { Shell } from './shell.tsx'

export function App({ parley }: { parley: WebParley }) {
  return (
    <ParleyContext value={parley}>
      <Door />
    </ParleyContext>
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
