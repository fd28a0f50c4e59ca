/** Where a post is written: what it says and where on the left, how networks will show it on the right. */
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useMe, useParley } from '../../../app/parley.ts'
import type { PostView } from '../../../app/posts-api.ts'
import { errorText } from '../../../app/reasons.ts'
import { IconButton } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'
import { Empty } from '../../../ui/empty.tsx'
import { SkeletonRows } from '../../../ui/skeleton.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { RepeatField } from '../repeat/repeat-field.tsx'
import { TagsField } from '../tags-field.tsx'
import { useAccounts } from '../use-accounts.ts'
import { useZone } from '../view-choice.ts'
import { ApprovalField } from './approval-field.tsx'
import { checkedDraft } from './checked.ts'
import { ComposerActions } from './composer-actions.tsx'
import { type Draft, draftOf, withAccount } from './draft.ts'
import { keptDraft } from './kept-draft.ts'
import { PreviewPane } from './preview-pane.tsx'
import { SayingField } from './saying-field.tsx'
import { TargetPicker } from './target-picker.tsx'
import { TemplateBar } from './template-bar.tsx'
import { useComposer } from './use-composer.ts'
import { suggestedTime } from './wanted-time.ts'
import { WhenField } from './when-field.tsx'

interface ComposerScreenProps {
  /** A day or a time from the address. */
  at?: string | null
  /** An account from the address: it goes there too. */
  accountId?: string | undefined
  /** The post to change; without it a new one is begun. */
  postId?: string
}

export function ComposerScreen({ at = null, accountId, postId }: ComposerScreenProps) {
  const zone = useZone()
  const me = useMe()
  const account = useAccounts().byId.get(accountId ?? '')
  const [start] = useState<Draft>(() =>
    withAccount(keptDraft(me.id, localStorage).read(suggestedTime(at, zone, Date.now())), account),
  )
  if (postId !== undefined) return <Existing postId={postId} />
  return <Composer start={start} post={null} />
}

function Existing({ postId }: { postId: string }) {
  const { api } = useParley()
  const { data, error } = useQuery({
    queryKey: ['posts.get', postId],
    queryFn: () => api.posts.get.query({ postId }),
  })
  // what others change meanwhile must not take the words from under the hands of who writes
  const [opened, setOpened] = useState<PostView | null>(null)
  if (opened === null && data) setOpened(data.post)
  if (opened !== null) return <Composer start={draftOf(opened)} post={opened} />
  if (error) {
    return (
      <Empty icon={<ArrowLeft size={22} />} title="Not available">
        {errorText(error)}
      </Empty>
    )
  }
  return <SkeletonRows count={5} label="Loading the post" />
}

const SIDES = [
  { value: 'write', label: 'Write' },
  { value: 'preview', label: 'Preview' },
] as const

function Composer({ start, post }: { start: Draft; post: PostView | null }) {
  const [first] = useState(start)
  const { draft, setDraft, send, isChanged } = useComposer(first, post)
  const [key, setKey] = useState<string | null>(null)
  const [side, setSide] = useState<'write' | 'preview'>('write')
  const checked = useMemo(() => checkedDraft(draft), [draft])
  // a tab whose target has been taken out
  const shownKey = draft.targets.some((target) => target.key === key) ? key : null
  const patch = (change: Partial<Draft>) => setDraft({ ...draft, ...change })
  return (
    <section
      aria-label={post === null ? 'New post' : 'Change the post'}
      className="flex h-full min-h-0 flex-col"
    >
      <header className="flex min-h-15 shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-2 max-md:px-1.5">
        <IconButton label="Back" onClick={() => history.back()}>
          <ArrowLeft size={20} />
        </IconButton>
        <h1 className="text-md font-semibold tracking-tight whitespace-nowrap">
          {post === null ? 'New post' : 'Change the post'}
        </h1>
        <div className="flex-1 xl:hidden">
          <div className="mx-auto w-44 max-md:mr-2.5 max-md:ml-auto">
            <Tabs label="Side" value={side} options={SIDES} onChange={setSide} />
          </div>
        </div>
        <span className="flex-1 max-xl:hidden" />
        <ComposerActions draft={draft} post={post} checked={checked} send={send} isChanged={isChanged} />
      </header>
      <div className="flex min-h-0 flex-1">
        <div
          className={classes(
            'min-w-0 flex-1 overflow-y-auto px-4 pt-5 pb-28 md:px-8',
            side === 'preview' && 'max-xl:hidden',
          )}
        >
          <div className="mx-auto max-w-2xl space-y-7">
            <TemplateBar draft={draft} isNew={post === null} onChange={setDraft} />
            <TargetPicker draft={draft} checked={checked} onChange={setDraft} />
            <SayingField
              draft={draft}
              checked={checked}
              shownKey={shownKey}
              onShow={setKey}
              onChange={setDraft}
            />
            <WhenField draft={draft} onChange={patch} />
            <RepeatField draft={draft} postId={post?.id ?? null} onChange={patch} />
            <ApprovalField draft={draft} isFixed={post !== null} onChange={patch} />
            <div>
              <h2 className="mb-1.5 text-sm font-medium text-ink-soft">Tags, only for you</h2>
              <TagsField label="Tags" tags={draft.tags} onChange={(tags) => patch({ tags })} />
            </div>
          </div>
        </div>
        <PreviewPane
          draft={draft}
          shownKey={shownKey}
          onShow={setKey}
          className={classes('w-full xl:w-[26rem]', side === 'write' && 'max-xl:hidden')}
        />
      </div>
    </section>
  )
}
