/** What could not be done, post by post; those that it was done to are only counted. */
import { CircleAlert, CircleCheck } from 'lucide-react'
import { Link } from 'wouter'
import { reasonText } from '../../../app/reasons.ts'
import { postPath } from '../../../app/routes.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { wordsOf } from '../card-words.ts'
import { StatusChip } from '../status-chip.tsx'
import { countWords, doneWords } from './report-words.ts'
import type { Report } from './use-bulk.ts'

export function BulkReport({ report, onClose }: { report: Report; onClose: () => void }) {
  const { deed, done, refused } = report
  return (
    <Dialog title={`Not done to ${countWords(refused.length)}`} onClose={onClose} width={560}>
      <p className="flex items-center gap-2 px-5 pb-3 text-ink-soft">
        {done.length > 0 && <CircleCheck size={16} className="text-leaf" aria-hidden="true" />}
        {doneWords(deed, done.length)}.
      </p>
      <ul aria-label="Not done" className="min-h-0 divide-y divide-line overflow-y-auto border-y border-line">
        {refused.map(({ card, reason }) => (
          <li key={card.id} className="flex items-start gap-3 px-5 py-3">
            <CircleAlert size={16} className="mt-0.5 shrink-0 text-danger" aria-hidden="true" />
            <div className="min-w-0 flex-1">
              <Link
                href={postPath(card.id)}
                onClick={() => setTimeout(onClose)}
                className="line-clamp-1 font-medium hover:underline"
              >
                {wordsOf(card)}
              </Link>
              <p className="text-sm text-danger">{reasonText(reason)}</p>
            </div>
            <StatusChip status={card.status} />
          </li>
        ))}
      </ul>
      <div className="flex items-center justify-between gap-3 px-5 py-4">
        <p className="text-sm text-ink-faint">They stay chosen.</p>
        <Button look="primary" onClick={onClose} data-autofocus>
          Good
        </Button>
      </div>
    </Dialog>
  )
}
