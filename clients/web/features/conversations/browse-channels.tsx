/** The channels one is not in yet. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Hash } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { useParley } from '../../app/parley.ts'
import { errorText } from '../../app/reasons.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Field } from '../../ui/field.tsx'
import { notify } from '../../ui/notice.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { useJoin } from './actions.ts'

export function BrowseChannels({ onOpen }: { onOpen: (conversationId: string) => void }) {
  const { api } = useParley()
  const [text, setText] = useState('')
  const query = useDeferredValue(text.trim())
  const pages = useInfiniteQuery({
    queryKey: ['conversations.browse', query],
    queryFn: ({ pageParam }) => api.conversations.browse.query({ query, cursor: pageParam, limit: 30 }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  })
  const join = useJoin(onOpen)
  const channels = pages.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <div>
      <Field
        label="Find a channel"
        hideLabel
        type="search"
        placeholder="Find a channel"
        autoFocus
        data-autofocus
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <ul className="-mx-2 mt-2 h-72 overflow-y-auto px-2">
        {channels.map((channel) => (
          <li key={channel.id} className="flex h-14 items-center gap-3 rounded-lg px-2 hover:bg-wash">
            <Avatar id={channel.id} name={channel.title ?? ''} kind="channel" size={34} />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{channel.title}</span>
              <span className="block text-xs text-ink-faint">
                {channel.members === 1 ? '1 member' : `${channel.members} members`}
              </span>
            </span>
            <Button
              busy={join.isPending && join.variables === channel.id}
              onClick={() => join.mutate(channel.id, { onError: (error) => notify(errorText(error)) })}
              aria-label={`Join ${channel.title}`}
            >
              Join
            </Button>
          </li>
        ))}
        {pages.isPending && <SkeletonRows count={4} label="Loading channels" />}
        {pages.isError && <p className="px-3 py-6 text-center text-ink-soft">{errorText(pages.error)}</p>}
        {pages.isSuccess && channels.length === 0 && (
          <Empty icon={<Hash size={22} />} title={query ? 'No such channel' : 'You are in every channel'}>
            {query ? 'Try another word, or create it.' : 'New channels show up here for you to join.'}
          </Empty>
        )}
        {pages.hasNextPage && (
          <li className="py-2 text-center">
            <Button look="quiet" busy={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
              Show more
            </Button>
          </li>
        )}
      </ul>
    </div>
  )
}
