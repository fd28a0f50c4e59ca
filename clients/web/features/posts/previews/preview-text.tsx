/** The text of a preview: folded as its network folds it, and opened by its own word for more. */
import { useState } from 'react'
import { cutText, type Fold, piecesOf } from './cut-text.ts'

interface PreviewTextProps {
  text: string
  fold: Fold
  /** What the network calls the rest: "… more". */
  more: string
  className?: string
  /** Words before the text on its first line: a name. */
  lead?: string
}

export function PreviewText({ text, fold, more, className = '', lead }: PreviewTextProps) {
  const [isOpen, setOpen] = useState(false)
  const { shown, isCut } = cutText(text, fold)
  const words = isOpen ? text : shown
  if (words === '' && lead === undefined) return null
  return (
    <p className={`break-words whitespace-pre-wrap ${className}`}>
      {lead !== undefined && <span className="font-semibold">{lead} </span>}
      {piecesOf(words).map(({ text: part, isLink }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name than their place
        <span key={index} className={isLink ? 'text-(--preview-link)' : undefined}>
          {part}
        </span>
      ))}
      {isCut && !isOpen && (
        <button type="button" onClick={() => setOpen(true)} className="text-(--preview-soft) hover:underline">
          {more}
        </button>
      )}
    </p>
  )
}
