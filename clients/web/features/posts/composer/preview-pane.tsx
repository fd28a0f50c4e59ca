/** The right side of the composer: what is written, as each place will show it. */

import { Eye } from 'lucide-react'
import { useDeferredValue } from 'react'
import { useObservable, useParley } from '../../../app/parley.ts'
import { classes } from '../../../ui/classes.ts'
import { Empty } from '../../../ui/empty.tsx'
import { NETWORK_TITLES, NetworkMark } from '../../../ui/network-mark.tsx'
import { Preview } from '../previews/preview.tsx'
import { useAccounts } from '../use-accounts.ts'
import { type Draft, type DraftTarget, saidBy } from './draft.ts'

interface PreviewPaneProps {
  draft: Draft
  /** Only this target; null shows all. */
  shownKey: string | null
  onShow: (key: string | null) => void
  className: string
}

export function PreviewPane({ draft: newest, shownKey, onShow, className }: PreviewPaneProps) {
  // typing goes before showing
  const draft = useDeferredValue(newest)
  const shown = draft.targets.filter(({ key }) => shownKey === null || key === shownKey)
  return (
    <aside
      aria-label="Previews"
      className={classes('overflow-y-auto border-l border-line bg-ground px-5 pt-5 pb-28', className)}
    >
      {shown.length === 0 && (
        <div className="flex h-full items-center justify-center">
          <Empty icon={<Eye size={22} />} title="Nothing to show yet">
            Choose where it goes, and see it here as it will look there.
          </Empty>
        </div>
      )}
      <div className="mx-auto max-w-md space-y-6">
        {shown.map((target) => (
          <Shown key={target.key} draft={draft} target={target} onShow={() => onShow(target.key)} />
        ))}
      </div>
    </aside>
  )
}

function Shown({ draft, target, onShow }: { draft: Draft; target: DraftTarget; onShow: () => void }) {
  const { to, options, parts } = target
  const { byId } = useAccounts()
  const { items } = useObservable(useParley().conversations)
  const account = to.kind === 'account' ? byId.get(to.accountId) : undefined
  const room = to.kind === 'conversation' ? items.find(({ id }) => id === to.conversationId) : undefined
  const name = account?.name ?? room?.name ?? 'Here'
  const { text, media } = saidBy(draft, target.key)
  return (
    <section aria-label={`Preview for ${name}`}>
      <button
        type="button"
        onClick={onShow}
        className="mb-2 flex items-center gap-2 rounded text-xs font-medium text-ink-faint hover:text-ink"
      >
        <NetworkMark network={to.kind === 'account' ? to.network : to.kind} size={15} />
        {to.kind === 'account' ? NETWORK_TITLES[to.network] : 'Conversation'}
      </button>
      <Preview
        to={to}
        face={{
          id: target.key,
          name,
          handle: account?.handle ?? null,
          pictureUrl: account?.pictureUrl ?? null,
        }}
        text={text}
        media={media}
        options={options}
        parts={parts}
      />
    </section>
  )
}
