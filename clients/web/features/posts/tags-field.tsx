/** Tags as words that are typed and taken back: Enter, a comma or a space ends one. */
import { X } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { LIMITS } from '../../../../engine/protocol/limits.ts'

interface TagsFieldProps {
  label: string
  tags: readonly string[]
  onChange: (tags: string[]) => void
}

export function TagsField({ label, tags, onChange }: TagsFieldProps) {
  const [text, setText] = useState('')
  const add = () => {
    const tag = tagOf(text)
    setText('')
    if (tag !== '' && !tags.includes(tag) && tags.length < LIMITS.tagsMax) onChange([...tags, tag])
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Backspace' && text === '') return onChange(tags.slice(0, -1))
    if (!['Enter', ',', ' '].includes(event.key)) return
    event.preventDefault()
    add()
  }
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-1 rounded-lg bg-raised px-2 py-1 ring-1 ring-line-strong ring-inset focus-within:ring-2 focus-within:ring-accent">
      {tags.map((tag) => (
        <span
          key={tag}
          className="inline-flex items-center rounded-md bg-wash-strong py-0.5 pr-0.5 pl-2 text-sm"
        >
          {tag}
          <button
            type="button"
            aria-label={`Take the tag ${tag} out`}
            onClick={() => onChange(tags.filter((other) => other !== tag))}
            className="inline-flex size-5 items-center justify-center rounded text-ink-faint hover:text-ink"
          >
            <X size={12} />
          </button>
        </span>
      ))}
      <input
        aria-label={label}
        placeholder={tags.length === 0 ? 'Add a tag' : ''}
        value={text}
        maxLength={LIMITS.tagCharsMax}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={add}
        className="h-6 min-w-20 flex-1 bg-transparent text-sm outline-none"
      />
    </div>
  )
}

/** What somebody typed, as a tag: without the hash, the case and the spaces. */
export function tagOf(text: string): string {
  return text.trim().replace(/^#+/, '').toLowerCase().slice(0, LIMITS.tagCharsMax)
}
