/** What networks would refuse or spoil, in words and while one types. */
import { CircleAlert, TriangleAlert } from 'lucide-react'
import { useTargetNames } from '../use-target-name.ts'
import type { Checked } from './checked.ts'
import type { Draft } from './draft.ts'

interface ProblemListProps {
  draft: Draft
  checked: readonly Checked[]
  /** Says at which target. */
  isNamed: boolean
}

export function ProblemList({ draft, checked, isNamed }: ProblemListProps) {
  const nameOf = useTargetNames()
  const lines = checked.flatMap(({ key, problems }) => {
    const to = draft.targets.find((target) => target.key === key)?.to
    // an empty page is no mistake yet
    const said = problems.filter(
      ({ code }) => draft.text !== '' || draft.media.length > 0 || !/missing/.test(code),
    )
    return said.map((problem) => ({ ...problem, key, name: to && isNamed ? nameOf(to) : null }))
  })
  if (lines.length === 0) return null
  return (
    <ul aria-live="polite" className="mt-2 space-y-1 text-sm">
      {lines.map(({ key, name, code, message, isFatal, step }) => (
        <li key={`${key} ${code} ${step} ${message}`} className="flex items-start gap-2">
          {isFatal ? (
            <CircleAlert size={15} className="mt-0.5 shrink-0 text-danger" aria-hidden="true" />
          ) : (
            <TriangleAlert size={15} className="mt-0.5 shrink-0 text-signal-ink" aria-hidden="true" />
          )}
          <span className={isFatal ? 'text-danger' : 'text-ink-soft'}>
            {name !== null && <span className="font-medium">{name}: </span>}
            {step > 0 && `part ${step + 1}: `}
            {message}
          </span>
        </li>
      ))}
    </ul>
  )
}
