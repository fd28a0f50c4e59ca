/** What can be done to the posts that are chosen, floating over the end of their list; nothing while none is. */
import { CalendarClock, CircleX, Send, Stamp, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useMe } from '../../../app/parley.ts'
import { useMay } from '../../../app/use-may.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Confirm } from '../../../ui/confirm.tsx'
import { notify } from '../../../ui/notice.tsx'
import { BulkReport } from './bulk-report.tsx'
import { MoveDialog } from './move-dialog.tsx'
import { countWords, doneWords } from './report-words.ts'
import { type BulkDeed, type Report, undoOf, useBulk } from './use-bulk.ts'
import type { Choosing } from './use-selection.ts'
import { verbsFor } from './verbs.ts'

/** To be put last into something `relative` around the list. */
export function BulkBar({ choosing }: { choosing: Choosing }) {
  const { chosen } = choosing
  const [asking, setAsking] = useState<'move' | 'cancel' | null>(null)
  const [report, setReport] = useState<Report | null>(null)
  const cards = [...chosen.values()]
  const bulk = useBulk((came) => {
    setAsking(null)
    choosing.choose(came.refused.map(({ card }) => card))
    const undo = undoOf(came.deed)
    if (came.refused.length > 0) setReport(came)
    else
      notify(
        doneWords(came.deed, came.done.length),
        undo && { label: 'Undo', go: () => bulk.mutate({ deed: undo, cards: came.done }) },
      )
  })
  const go = (deed: BulkDeed) => bulk.mutate({ deed, cards })
  const { may } = useMay()
  const verbs = verbsFor(cards, may, useMe().id)
  const doing = bulk.isPending ? bulk.variables.deed.do : null
  return (
    <>
      {cards.length > 0 && (
        <div
          role="group"
          aria-label="Posts that are chosen"
          className="absolute inset-x-0 bottom-3 z-10 mx-auto flex w-fit max-w-[calc(100%-1.5rem)] animate-appear flex-wrap items-center justify-center gap-1.5 rounded-2xl bg-raised p-2 pl-4 shadow-float"
        >
          <p role="status" className="mr-1 font-medium tabular-nums">
            {cards.length.toLocaleString()} chosen
          </p>
          {verbs.canMove && (
            <Verb icon={<CalendarClock size={16} />} onClick={() => setAsking('move')}>
              Move
            </Verb>
          )}
          {verbs.canSubmit && (
            <Verb icon={<Send size={16} />} busy={doing === 'submit'} onClick={() => go({ do: 'submit' })}>
              Hand in
            </Verb>
          )}
          {verbs.canApprove && (
            <Verb icon={<Stamp size={16} />} busy={doing === 'approve'} onClick={() => go({ do: 'approve' })}>
              Approve
            </Verb>
          )}
          {verbs.canCancel && (
            <Verb icon={<CircleX size={16} />} onClick={() => setAsking('cancel')}>
              Cancel
            </Verb>
          )}
          <IconButton label="Choose none" onClick={choosing.clear}>
            <X size={18} />
          </IconButton>
        </div>
      )}
      {asking === 'move' && (
        <MoveDialog
          count={cards.length}
          isBusy={bulk.isPending}
          onMove={go}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === 'cancel' && (
        <Confirm
          title={`Cancel ${countWords(cards.length)}?`}
          verb={`Cancel ${countWords(cards.length)}`}
          busy={bulk.isPending}
          onConfirm={() => go({ do: 'cancel' })}
          onClose={() => setAsking(null)}
        >
          What has not gone out yet will not go out. What is out stays out.
        </Confirm>
      )}
      {report !== null && <BulkReport report={report} onClose={() => setReport(null)} />}
    </>
  )
}

interface VerbProps {
  icon: ReactNode
  busy?: boolean
  onClick: () => void
  children: string
}

function Verb({ icon, busy = false, onClick, children }: VerbProps) {
  return (
    <Button look="quiet" className="px-2.5" busy={busy} onClick={onClick}>
      <span aria-hidden="true" className="max-sm:hidden">
        {icon}
      </span>
      {children}
    </Button>
  )
}
