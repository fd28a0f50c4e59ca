/** A post beside its story, as its targets show it or will: one at a time, chosen by the signs above. */
import { useState } from 'react'
import type { PostView, TargetView } from '../../../app/posts-api.ts'
import { classes } from '../../../ui/classes.ts'
import { NETWORK_TITLES, NetworkMark } from '../../../ui/network-mark.tsx'
import { Preview } from '../previews/preview.tsx'

type Shown = Pick<PostView, 'text' | 'media'> & {
  readonly targets: readonly Pick<TargetView, 'id' | 'to' | 'account' | 'title' | 'content'>[]
}

export function PostPreviews({ post }: { post: Shown }) {
  const [at, setAt] = useState(0)
  const target = post.targets[Math.min(at, post.targets.length - 1)]
  if (target === undefined) return null
  return (
    <aside aria-label="As it will look" className="min-w-0">
      <div className="mb-3 flex flex-wrap gap-1.5">
        {post.targets.map(({ id, to, account, title }, index) => (
          <button
            key={id}
            type="button"
            aria-pressed={target.id === id}
            aria-label={`As on ${to.kind === 'account' ? NETWORK_TITLES[to.network] : (title ?? 'the conversation')}`}
            title={account?.name ?? title ?? undefined}
            onClick={() => setAt(index)}
            className={classes(
              'rounded-[0.6rem] p-1',
              target.id === id ? 'ring-2 ring-accent' : 'opacity-60 hover:opacity-100',
            )}
          >
            <NetworkMark network={to.kind === 'account' ? to.network : to.kind} size={24} />
          </button>
        ))}
      </div>
      <Preview
        key={target.id}
        to={target.to}
        face={{
          id: target.id,
          name: target.account?.name ?? target.title ?? 'Conversation',
          handle: target.account?.handle ?? null,
          pictureUrl: target.account?.pictureUrl ?? null,
        }}
        text={target.content.text ?? post.text}
        media={mediaOf(post, target)}
        options={target.content.options}
        parts={target.content.parts}
      />
    </aside>
  )
}

/** Of its own media only those that the post has too are known here. */
function mediaOf({ media }: Shown, { content }: Shown['targets'][number]): Shown['media'] {
  return content.media === null ? media : media.filter(({ id }) => content.media?.includes(id))
}
