/** All posts, also those without a time: searched, and by how they stand; pages come as one scrolls. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { FileText, Search } from 'lucide-react'
import { useDeferredValue, useEffect, useRef, useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { PostStatus } from '../../../../engine/post/status.ts'
import { useParley } from '../../app/parley.ts'
import { errorText } from '../../app/reasons.ts'
import { ALL_POSTS_PATH, newPostPath } from '../../app/routes.ts'
import { Empty } from '../../ui/empty.tsx'
import { INPUT_CLASSES } from '../../ui/field.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { HoldBanner } from './hold-switch.tsx'
import { PostRow } from './post-row.tsx'
import { useViewChoice } from './view-choice.ts'

const PAGE = 50

const KINDS = {
  all: [],
  drafts: ['draft'],
  review: ['inReview', 'changesRequested', 'approved'],
  attention: ['attention', 'partlyPublished', 'failed', 'held'],
} as const satisfies Record<string, readonly PostStatus[]>
type Kind = keyof typeof KINDS
const TABS = [
  { value: 'all', label: 'All' },
  { value: 'drafts', label: 'Drafts' },
  { value: 'review', label: 'Review' },
  { value: 'attention', label: 'Needs you' },
] as const

/** `kind` as the address has it. */
export function PostsScreen({ kind: asked = 'all' }: { kind: string | undefined }) {
  const [, navigate] = useLocation()
  const kind: Kind = Object.hasOwn(KINDS, asked) ? (asked as Kind) : 'all'
  const setKind = (next: Kind) =>
    navigate(next === 'all' ? ALL_POSTS_PATH : `${ALL_POSTS_PATH}/${next}`, { replace: true })
  const [text, setText] = useState('')
  const found = usePosts(kind, useDeferredValue(text.trim()))
  const items = found.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section aria-label="All posts" className="flex h-full min-h-0 flex-col">
      <HoldBanner />
      <header className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-2.5 max-md:px-3 md:min-h-15">
        <h1 className="mr-2 text-md font-semibold tracking-tight max-md:sr-only">All posts</h1>
        <div className="relative min-w-40 flex-1 md:max-w-72">
          <Search size={15} className="absolute top-2.5 left-2.5 text-ink-faint" aria-hidden="true" />
          <input
            type="search"
            aria-label="Search posts"
            placeholder="Search"
            value={text}
            onChange={(event) => setText(event.target.value)}
            className={`${INPUT_CLASSES} h-9 pl-8`}
          />
        </div>
        <div className="w-full md:ml-auto md:w-96">
          <Tabs label="Which posts" value={kind} options={TABS} onChange={setKind} />
        </div>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto py-2">
        {found.isPending && <SkeletonRows count={7} label="Loading posts" />}
        {found.isError && items.length === 0 && (
          <p role="alert" className="p-6 text-danger">
            {errorText(found.error)}
          </p>
        )}
        {found.isSuccess && items.length === 0 && <Nothing kind={kind} isSearched={text.trim() !== ''} />}
        {items.map((card) => (
          <PostRow key={card.id} card={card} showsDay />
        ))}
        {found.hasNextPage && (
          <More isLoading={found.isFetchingNextPage} onSeen={() => found.fetchNextPage()} />
        )}
      </div>
    </section>
  )
}

function usePosts(kind: Kind, query: string) {
  const { api } = useParley()
  const { statuses, accountIds, tags } = useViewChoice()
  const wanted: PostStatus[] = kind === 'all' ? [...statuses] : [...KINDS[kind]]
  const input = {
    limit: PAGE,
    order: 'changed' as const,
    ...(wanted.length > 0 && { statuses: wanted }),
    ...(accountIds.length > 0 && { accountIds: [...accountIds] }),
    ...(tags.length > 0 && { tags: [...tags] }),
    ...(query !== '' && { query }),
  }
  return useInfiniteQuery({
    queryKey: ['posts.list', input],
    queryFn: ({ pageParam }) =>
      api.posts.list.query({ ...input, ...(pageParam !== null && { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor ?? null,
    placeholderData: keepPreviousData,
  })
}

function Nothing({ kind, isSearched }: { kind: Kind; isSearched: boolean }) {
  if (kind === 'drafts' && !isSearched)
    return (
      <Empty icon={<FileText size={22} />} title="No drafts">
        What is saved without a time waits here until somebody finishes it.
      </Empty>
    )
  if (isSearched || kind !== 'all')
    return (
      <Empty
        icon={<FileText size={22} />}
        title={kind === 'attention' ? 'Nothing needs you' : 'Nothing found'}
      >
        {kind === 'attention' ? 'Posts that wait for a decision are shown here.' : 'No post fits that.'}
      </Empty>
    )
  return (
    <Empty
      icon={<FileText size={22} />}
      title="No posts yet"
      action={
        <Link
          href={newPostPath()}
          className="inline-flex h-9 items-center rounded-lg bg-accent px-3.5 font-medium text-on-accent hover:bg-accent-hover"
        >
          Write the first one
        </Link>
      }
    >
      A post goes to networks and to conversations, each in its own words, at the time you choose.
    </Empty>
  )
}

/** The end of what is loaded; asks for more when it is scrolled to. */
function More({ isLoading, onSeen }: { isLoading: boolean; onSeen: () => void }) {
  const ref = useRef<HTMLDivElement>(null)
  const seen = useRef(onSeen)
  useEffect(() => {
    seen.current = onSeen
  })
  useEffect(() => {
    const element = ref.current
    if (!element || isLoading) return
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && seen.current(), {
      rootMargin: '600px',
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [isLoading])
  return (
    <div ref={ref}>
      <SkeletonRows count={2} label="Loading more" />
    </div>
  )
}
