/** The life of a form at the door: one attempt at a time, and where its refusal belongs. */
import { useMutation } from '@tanstack/react-query'
import type { Reason } from '../../../../engine/protocol/errors.ts'
import { errorText, reasonOf } from '../../app/reasons.ts'

type Place = 'email' | 'password' | 'name' | 'form'

/** Which field a refusal speaks of; all others speak of the form. */
const PLACES: Partial<Record<Reason, Place>> = {
  EMAIL_TAKEN: 'email',
  PASSWORD_WEAK: 'password',
  WRONG_CREDENTIALS: 'password',
}

export function useSubmit(run: () => Promise<void>) {
  const { mutate, isPending, error, reset } = useMutation({ mutationFn: run })
  const reason = error === null ? null : reasonOf(error)
  const place: Place | null = error === null ? null : ((reason && PLACES[reason]) ?? 'form')
  return {
    submit: () => mutate(),
    busy: isPending,
    /** Forgets the refusal: something was typed. */
    reset,
    /** The words for one place, null when the refusal is not about it. */
    errorAt: (asked: Place) => (place === asked ? errorText(error) : null),
  }
}
