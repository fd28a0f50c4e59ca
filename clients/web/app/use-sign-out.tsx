/** Signing out; asks first when something has not been sent yet, because it would be lost. */
import { type ReactNode, useState } from 'react'
import { forgetDrafts } from '../features/messages/drafts.ts'
import { Confirm } from '../ui/confirm.tsx'
import { useObservable, useParley } from './parley.ts'

export function useSignOut(): { ask: () => void; dialog: ReactNode } {
  const parley = useParley()
  const { unanswered } = useObservable(parley.connection)
  const [asking, setAsking] = useState(false)
  const signOut = () => {
    forgetDrafts(localStorage)
    void parley.session.signOut()
  }
  return {
    ask: () => (unanswered > 0 ? setAsking(true) : signOut()),
    dialog: asking && (
      <Confirm title="Sign out now?" verb="Sign out" onConfirm={signOut} onClose={() => setAsking(false)}>
        {unanswered === 1 ? 'One message has' : `${unanswered} messages have`} not been sent yet and would be
        lost.
      </Confirm>
    ),
  }
}
