/** The link by which a client sees a post and says yes: given, copied and taken back. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Copy, Link2, Link2Off } from 'lucide-react'
import { useState } from 'react'
import { copyText } from '../../../app/copy-text.ts'
import { newId } from '../../../app/new-id.ts'
import { useParley } from '../../../app/parley.ts'
import { errorText } from '../../../app/reasons.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Confirm } from '../../../ui/confirm.tsx'
import { INPUT_CLASSES } from '../../../ui/field.tsx'
import { notify } from '../../../ui/notice.tsx'
import { dayAndTime } from '../time-words.ts'
import { useZone } from '../view-choice.ts'

interface ClientLinkProps {
  postId: string
  /** The client is whom everybody waits for: a link is offered. One that is out already is shown in any case. */
  isAsked: boolean
}

export function ClientLink({ postId, isAsked }: ClientLinkProps) {
  const { link, make, withdraw } = useClientLink(postId)
  const [isAsking, setAsking] = useState(false)
  const zone = useZone()
  if (link === null) {
    if (!isAsked) return null
    return (
      <Button look="primary" busy={make.isPending} onClick={() => make.mutate()}>
        <Link2 size={16} aria-hidden="true" />
        Link for the client
      </Button>
    )
  }
  // a server without a public address of its own gives a path
  const url = new URL(link.url, location.href).href
  return (
    <div className="basis-full">
      <div className="flex items-center gap-1.5">
        <input
          readOnly
          aria-label="Link for the client"
          value={url}
          onFocus={(event) => event.target.select()}
          className={`${INPUT_CLASSES} h-9 min-w-0 flex-1 text-sm`}
        />
        <IconButton label="Copy the link" onClick={() => copyText(url, 'Link copied')}>
          <Copy size={17} />
        </IconButton>
        <IconButton label="Take the link back" onClick={() => setAsking(true)}>
          <Link2Off size={17} />
        </IconButton>
      </div>
      <p className="mt-1.5 text-sm text-ink-faint">
        Whoever has it sees the post and can say yes, without an account, until{' '}
        {dayAndTime(link.endsAt, zone)}.
      </p>
      {isAsking && (
        <Confirm
          title="Take the link back?"
          verb="Take it back"
          busy={withdraw.isPending}
          error={withdraw.isError ? errorText(withdraw.error) : null}
          onConfirm={() => withdraw.mutate(undefined, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        >
          Every link to this post that was given away stops working at once. You can make a new one.
        </Confirm>
      )}
    </div>
  )
}

function useClientLink(postId: string) {
  const { api } = useParley()
  const queries = useQueryClient()
  const queryKey = ['review.shared', postId]
  const shared = useQuery({ queryKey, queryFn: () => api.review.shared.query({ postId }) })
  const make = useMutation({
    mutationFn: () => api.review.link.mutate({ postId }),
    onSuccess: () => queries.invalidateQueries({ queryKey }),
    onError: (error) => notify(errorText(error)),
  })
  const withdraw = useMutation({
    mutationFn: () => api.review.withdraw.mutate({ postId, commandId: newId() }),
    onSuccess: () => queries.setQueryData(queryKey, { link: null }),
  })
  return { link: shared.data?.link ?? null, make, withdraw }
}
