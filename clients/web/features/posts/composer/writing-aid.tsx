/** The button that asks a machine for other words. Not there at all where the server has none. */
import { useMutation } from '@tanstack/react-query'
import { Sparkles } from 'lucide-react'
import type { Destination } from '../../../../../engine/protocol/post-shapes.ts'
import { useParley } from '../../../app/parley.ts'
import { errorText } from '../../../app/reasons.ts'
import { Button } from '../../../ui/button.tsx'
import { notify } from '../../../ui/notice.tsx'

interface WritingAidProps {
  text: string
  to: Destination | null
  onChange: (text: string) => void
}

export function WritingAid({ text, to, onChange }: WritingAidProps) {
  const { captions } = useParley()
  const ask = useMutation({
    mutationFn: async () => captions?.suggest(text, to?.kind === 'account' ? to.network : null) ?? text,
    onSuccess: onChange,
    onError: (error) => notify(errorText(error)),
  })
  if (captions === null) return null
  return (
    <Button look="quiet" className="h-8 px-2 text-sm" busy={ask.isPending} onClick={() => ask.mutate()}>
      <Sparkles size={15} aria-hidden="true" />
      Suggest
    </Button>
  )
}
