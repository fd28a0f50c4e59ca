/** The app behind sign-in: the sidebar, the conversation beside it, and the dialogs over both. */
import { Feather } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useLocation, useRoute } from 'wouter'
import { type Beginning, NewConversationDialog } from '../features/conversations/new-conversation-dialog.tsx'
import { QuickSwitcher } from '../features/conversations/quick-switcher.tsx'
import { Sidebar } from '../features/conversations/sidebar.tsx'
import { OperatorScreen } from '../features/operator/operator-screen.tsx'
import { AccountMenu } from '../features/people/account-menu.tsx'
import { Button } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'
import { Empty } from '../ui/empty.tsx'
import { Notices } from '../ui/notice.tsx'
import { ConnectionBanner } from './connection-banner.tsx'
import { RoomScreen } from './room-screen.tsx'
import { OPERATOR_ROUTE, POSTS_ROUTE, pathOf, ROOM_ROUTE, readSeq } from './routes.ts'
import { BottomBar, SectionSwitch } from './sections.tsx'
import { useShortcuts } from './use-shortcuts.ts'
import { useSignOut } from './use-sign-out.tsx'
import { useTitle } from './use-title.ts'

// whoever only chats never loads the calendar and its time zones
const PostsScreens = lazy(async () => ({ default: (await import('./posts-area.tsx')).PostsScreens }))
const PostsSidebar = lazy(async () => ({
  default: (await import('../features/posts/posts-sidebar.tsx')).PostsSidebar,
}))

type Overlay = { readonly kind: 'switcher' } | { readonly kind: 'new'; readonly start: Beginning } | null

export function Shell() {
  const [, navigate] = useLocation()
  const [inRoom, params] = useRoute<{ conversationId: string; seq?: string }>(ROOM_ROUTE)
  const [overlay, setOverlay] = useState<Overlay>(null)
  const [isOperating] = useRoute(OPERATOR_ROUTE)
  const [isPosting, postsAt] = useRoute<{ '*'?: string }>(POSTS_ROUTE)
  const activeId = inRoom ? params.conversationId : null
  const signOut = useSignOut()
  const footer = <AccountMenu onSignOut={signOut.ask} />
  useTitle(activeId, isPosting ? 'Posts' : null)
  useShortcuts({ onSwitch: () => setOverlay({ kind: 'switcher' }) })

  const begin = (start: Beginning) => setOverlay({ kind: 'new', start })
  const open = (conversationId: string) => {
    setOverlay(null)
    navigate(pathOf(conversationId))
  }
  return (
    <div className="flex h-dvh flex-col pt-[env(safe-area-inset-top)] pr-[env(safe-area-inset-right)] pl-[env(safe-area-inset-left)]">
      <Panes
        isSomewhere={isOperating || isPosting || activeId !== null}
        sidebar={
          isPosting ? (
            <Suspense>
              <PostsSidebar sections={<SectionSwitch />} footer={footer} />
            </Suspense>
          ) : (
            <Sidebar
              activeId={activeId}
              onNew={() => begin('people')}
              onSwitch={() => setOverlay({ kind: 'switcher' })}
              sections={<SectionSwitch />}
              footer={footer}
            />
          )
        }
      >
        {isPosting ? (
          <Suspense>
            <PostsScreens />
          </Suspense>
        ) : isOperating ? (
          <OperatorScreen />
        ) : activeId === null ? (
          <Welcome onBegin={begin} />
        ) : (
          <RoomScreen conversationId={activeId} targetSeq={readSeq(params?.seq)} />
        )}
      </Panes>
      {activeId === null && !isOperating && !isDeep(postsAt?.['*']) && <BottomBar />}
      {overlay?.kind === 'switcher' && (
        <QuickSwitcher onClose={() => setOverlay(null)} onOpen={open} onBegin={begin} />
      )}
      {overlay?.kind === 'new' && (
        <NewConversationDialog start={overlay.start} onClose={() => setOverlay(null)} onOpen={open} />
      )}
      {signOut.dialog}
      <Notices />
    </div>
  )
}

/** A composer or one post: a phone gives it the whole screen. */
function isDeep(rest: string | undefined): boolean {
  return /^(new|p|import)(\/|$)/.test(rest ?? '')
}

interface PanesProps {
  sidebar: ReactNode
  /** A phone shows what is beside the sidebar, and not the sidebar. */
  isSomewhere: boolean
  children: ReactNode
}

function Panes({ sidebar, isSomewhere, children }: PanesProps) {
  return (
    <div className="flex min-h-0 flex-1">
      <div
        className={classes('w-full shrink-0 md:w-[17.5rem] xl:w-[19.5rem]', isSomewhere && 'max-md:hidden')}
      >
        {sidebar}
      </div>
      <main
        className={classes(
          'flex min-w-0 flex-1 flex-col overflow-hidden bg-sheet md:my-2 md:mr-2 md:rounded-2xl md:shadow-sheet',
          !isSomewhere && 'max-md:hidden',
        )}
      >
        <ConnectionBanner />
        <div className="min-h-0 flex-1">{children}</div>
      </main>
    </div>
  )
}

function Welcome({ onBegin }: { onBegin: (way: Beginning) => void }) {
  return (
    <div className="flex h-full items-center justify-center">
      <Empty
        icon={<Feather size={22} />}
        title="Pick up a conversation"
        action={
          <>
            <Button look="primary" onClick={() => onBegin('people')}>
              New conversation
            </Button>
            <Button onClick={() => onBegin('browse')}>Browse channels</Button>
          </>
        }
      >
        Choose one on the left, or press <Key>Ctrl</Key> <Key>K</Key> to find it by name.
      </Empty>
    </div>
  )
}

function Key({ children }: { children: string }) {
  return (
    <kbd className="rounded-md bg-wash-strong px-1.5 py-0.5 font-sans text-xs font-medium text-ink-soft">
      {children}
    </kbd>
  )
}
