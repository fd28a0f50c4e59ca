/** The button that asks a machine for words. Not there at all where nobody writes any. */
import { useQuery } from '@tanstack/react-query'
import { Sparkles } from 'lucide-react'
import { useState } from 'react'
import type { Destination } from '../../../../../engine/protocol/post-shapes.ts'
import { useParley } from '../../../app/parley.ts'
import { Button } from '../../../ui/button.tsx'
import { tightestPlace } from './caption-place.ts'
import { SuggestDialog } from './suggest-dialog.tsx'

interface SuggestButtonProps {
  /** What somebody has written so far. */
  text: string
  /** Where it goes. */
  places: readonly Destination[]
  onChange: (text: string) => void
}

export function SuggestButton({ text, places, onChange }: SuggestButtonProps) {
  const { captions } = useParley()
  const [isOpen, setIsOpen] = useState(false)
  const { data: writer = null } = useQuery({
    queryKey: ['captions.writer'],
    queryFn: () => captions.writer(),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (writer === null) return null
  return (
    <>
      <Button look="quiet" className="h-8 px-2 text-sm" onClick={() => setIsOpen(true)}>
        <Sparkles size={15} aria-hidden="true" />
        Suggest a caption
      </Button>
      {isOpen && (
        <SuggestDialog
          text={text}
          place={tightestPlace(places)}
          writer={writer}
          onClose={() => setIsOpen(false)}
          onUse={(next) => {
            onChange(next)
            setIsOpen(false)
          }}
        />
      )}
    </>
  )
}
