/** Ends a series, and asks what becomes of the copies that are made already. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { SeriesView } from '../../../app/api.ts'
import { newId } from '../../../app/new-id.ts'
import { useParley } from '../../../app/parley.ts'
import { errorText } from '../../../app/reasons.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { notify } from '../../../ui/notice.tsx'

interface EndSeriesDialogProps {
  series: SeriesView
  onClose: () => void
}

export function EndSeriesDialog({ series, onClose }: EndSeriesDialogProps) {
  const { api } = useParley()
  const queries = useQueryClient()
  const [cancelFuture, setCancelFuture] = useState(true)
  const end = useMutation({
    mutationFn: () => api.posts.endSeries.mutate({ seriesId: series.id, cancelFuture, commandId: newId() }),
    onSuccess({ cancelled }) {
      for (const queryKey of [['posts.series'], ['posts.get'], ['posts.calendar'], ['posts.list']])
        void queries.invalidateQueries({ queryKey })
      notify(doneWords(cancelled))
      onClose()
    },
  })
  return (
    <Dialog title="End this series?" onClose={onClose} width={460}>
      <div className="px-5 pb-5">
        <p className="text-ink-soft">
          No more copies are made. The post that they are copied from stays as it is.
        </p>
        <fieldset className="mt-4 space-y-2">
          <legend className="sr-only">Copies that are made already</legend>
          <Choice isChosen={cancelFuture} onChoose={() => setCancelFuture(true)}>
            Cancel the copies that have not begun to go out
          </Choice>
          <Choice isChosen={!cancelFuture} onChoose={() => setCancelFuture(false)}>
            Keep the copies of the coming month
          </Choice>
        </fieldset>
        {end.isError && (
          <p role="alert" className="mt-3 text-sm text-danger">
            {errorText(end.error)}
          </p>
        )}
        <div className="mt-5 flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Let it go on
          </Button>
          <Button look="danger" busy={end.isPending} onClick={() => end.mutate()} data-autofocus>
            End the series
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

interface ChoiceProps {
  isChosen: boolean
  onChoose: () => void
  children: string
}

function Choice({ isChosen, onChoose, children }: ChoiceProps) {
  return (
    <label className="flex items-start gap-2.5">
      <input
        type="radio"
        name="copies"
        className="mt-1 size-4 shrink-0 accent-(--accent)"
        checked={isChosen}
        onChange={onChoose}
      />
      {children}
    </label>
  )
}

function doneWords(cancelled: number): string {
  if (cancelled === 0) return 'The series has ended'
  return `The series has ended; ${cancelled} ${cancelled === 1 ? 'copy is' : 'copies are'} cancelled`
}
