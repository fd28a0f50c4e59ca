/** What a post says: to all, and in tabs what it says to one of them in other words. */
import { RotateCcw } from 'lucide-react'
import type { Destination } from '../../../../../engine/protocol/post-shapes.ts'
import { classes } from '../../../ui/classes.ts'
import { NETWORK_TITLES, NetworkMark } from '../../../ui/network-mark.tsx'
import { useTargetNames } from '../use-target-name.ts'
import type { Checked } from './checked.ts'
import { CounterRing } from './counter-ring.tsx'
import { type Draft, type DraftTarget, saidBy, withChange } from './draft.ts'
import { MediaField } from './media-field.tsx'
import { OptionsField } from './options-field.tsx'
import { PartsField } from './parts-field.tsx'
import { ProblemList } from './problem-list.tsx'
import { SuggestButton } from './suggest-button.tsx'
import { TextArea } from './text-area.tsx'

interface SayingFieldProps {
  draft: Draft
  checked: readonly Checked[]
  /** The tab that is open; null is that of all. */
  shownKey: string | null
  onShow: (key: string | null) => void
  onChange: (draft: Draft) => void
}

export function SayingField({ draft, checked, shownKey, onShow, onChange }: SayingFieldProps) {
  const target = draft.targets.find(({ key }) => key === shownKey) ?? null
  const { text, media } = saidBy(draft, shownKey)
  const shown = checked.filter(({ key }) => shownKey === null || key === shownKey)
  const change = (part: Parameters<typeof withChange>[2]) => onChange(withChange(draft, shownKey, part))
  return (
    <section aria-label="What it says">
      <TargetTabs draft={draft} checked={checked} shownKey={shownKey} onShow={onShow} />
      <div className="rounded-2xl bg-raised ring-1 ring-line-strong transition-shadow duration-100 ring-inset focus-within:ring-ink-faint/60">
        {target && <OwnWords target={target} onReset={() => change({ text: null, media: null })} />}
        <MediaField
          media={media}
          isOwn={target === null || target.media !== null}
          onChange={(next) => change({ media: next })}
        >
          <TextArea
            label={target === null ? 'Text' : 'Text for this one'}
            placeholder="What do you want to say?"
            value={text}
            onChange={(next) => change({ text: next })}
          />
        </MediaField>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-4 py-2">
          <SuggestButton
            text={text}
            places={(target === null ? draft.targets : [target]).map(({ to }) => to)}
            onChange={(next) => change({ text: next })}
          />
          <span className="flex-1" />
          {shown.map(({ key, count, max }) => (
            <CounterRing
              key={key}
              count={count}
              max={max}
              to={draft.targets.find((one) => one.key === key)?.to}
            />
          ))}
        </div>
      </div>
      <ProblemList draft={draft} checked={shown} isNamed={shownKey === null} />
      {target && (
        <>
          <PartsField target={target} onChange={change} />
          <OptionsField draft={draft} target={target} onChange={change} />
        </>
      )}
    </section>
  )
}

interface TargetTabsProps {
  draft: Draft
  checked: readonly Checked[]
  shownKey: string | null
  onShow: (key: string | null) => void
}

function TargetTabs({ draft, checked, shownKey, onShow }: TargetTabsProps) {
  const nameOf = useTargetNames()
  if (draft.targets.length === 0) return null
  const tabs = [null, ...draft.targets]
  const step = (by: number) => {
    const at = tabs.findIndex((tab) => (tab?.key ?? null) === shownKey)
    onShow(tabs[(at + by + tabs.length) % tabs.length]?.key ?? null)
  }
  return (
    <div
      role="tablist"
      aria-label="For whom"
      className="-mx-1 mb-1 flex gap-1 overflow-x-auto px-1 py-1"
      onKeyDown={(event) => {
        if (event.key === 'ArrowRight') step(1)
        else if (event.key === 'ArrowLeft') step(-1)
      }}
    >
      {tabs.map((tab) => {
        const isOn = (tab?.key ?? null) === shownKey
        const isBad = checked.some(
          ({ key, problems }) => key === tab?.key && problems.some(({ isFatal }) => isFatal),
        )
        return (
          <button
            key={tab?.key ?? 'all'}
            type="button"
            role="tab"
            aria-selected={isOn}
            tabIndex={isOn ? 0 : -1}
            onClick={() => onShow(tab?.key ?? null)}
            className={classes(
              'inline-flex h-8 shrink-0 items-center gap-1.5 rounded-lg px-2.5 text-sm font-medium',
              isOn ? 'bg-wash-strong text-ink' : 'text-ink-soft hover:bg-wash',
            )}
          >
            {tab === null ? (
              'All'
            ) : (
              <>
                <NetworkMark network={tab.to.kind === 'account' ? tab.to.network : tab.to.kind} size={16} />
                <span className="max-w-32 truncate">{tabName(tab, draft, nameOf)}</span>
                {isOwn(tab) && <span className="size-1.5 rounded-full bg-accent" title="In its own words" />}
                {isBad && <span className="font-semibold text-danger">!</span>}
              </>
            )}
          </button>
        )
      })}
    </div>
  )
}

/** The network, while it is the only one of its kind. */
function tabName({ to }: DraftTarget, { targets }: Draft, nameOf: (to: Destination) => string): string {
  if (to.kind !== 'account') return nameOf(to)
  const alike = targets.filter((target) => target.to.kind === 'account' && target.to.network === to.network)
  return alike.length === 1 ? NETWORK_TITLES[to.network] : nameOf(to)
}

function isOwn({ text, media, parts }: DraftTarget): boolean {
  return text !== null || media !== null || parts.length > 0
}

function OwnWords({ target, onReset }: { target: DraftTarget; onReset: () => void }) {
  const isSame = target.text === null && target.media === null
  return (
    <p className="flex min-h-9 items-center gap-2 border-b border-line px-4 text-xs text-ink-faint">
      {isSame ? 'Says the same as all. Write here, and only this one changes.' : 'In its own words.'}
      {!isSame && (
        <button
          type="button"
          onClick={onReset}
          className="ml-auto inline-flex items-center gap-1.5 rounded-md px-1.5 py-1 font-medium text-accent hover:bg-wash"
        >
          <RotateCcw size={13} aria-hidden="true" />
          Same as all
        </button>
      )}
    </p>
  )
}
