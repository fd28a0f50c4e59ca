/** Asks for a suggestion, shows it as it is written, and puts it into the post only when the person says so. */
import { useId, useState } from 'react'
import { LIMITS } from '../../../../../engine/protocol/limits.ts'
import type { Writer } from '../../../app/captions.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { INPUT_CLASSES } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import type { Place } from './caption-place.ts'
import { languageChoices, TONES } from './caption-words.ts'
import { SuggestedText } from './suggested-text.tsx'
import { useSuggestion } from './use-suggestion.ts'

interface SuggestDialogProps {
  /** What the post says now. */
  text: string
  place: Place
  writer: Writer
  onClose: () => void
  /** With what the post is to say from now on. */
  onUse: (text: string) => void
}

export function SuggestDialog({ text, place, writer, onClose, onUse }: SuggestDialogProps) {
  const id = useId()
  const [languages] = useState(() => languageChoices(navigator.languages))
  const [about, setAbout] = useState(text.slice(0, LIMITS.captionDraftCharsMax))
  const [tone, setTone] = useState<string>(TONES[0][0])
  const [locale, setLocale] = useState(languages[0]?.[0] ?? 'en')
  const { suggestion, write, stop } = useSuggestion()
  const isWriting = suggestion?.is === 'writing'
  const ready = suggestion?.is === 'whole' ? suggestion.text.trim() : ''
  return (
    <Dialog title="Suggest a caption" onClose={onClose} width={560}>
      <form
        className="min-h-0 space-y-4 overflow-y-auto px-5 pt-1 pb-5"
        // one button for both, so that the focus stays where it is
        onSubmit={(event) => {
          event.preventDefault()
          if (isWriting) stop()
          else write({ text: about, network: place.network, tone, locale })
        }}
      >
        <div>
          <label htmlFor={id} className="mb-1.5 block text-sm font-medium text-ink-soft">
            What is it about?
          </label>
          <textarea
            id={id}
            data-autofocus
            rows={3}
            maxLength={LIMITS.captionDraftCharsMax}
            placeholder="A draft, or a few words"
            value={about}
            onChange={(event) => setAbout(event.target.value)}
            className={`${INPUT_CLASSES} max-h-40 resize-y py-2 text-md`}
          />
        </div>
        <div className="grid gap-3 sm:grid-cols-2">
          <Select label="Tone" value={tone} options={TONES} onChange={setTone} />
          <Select label="Language" value={locale} options={languages} onChange={setLocale} />
        </div>
        {suggestion && <SuggestedText suggestion={suggestion} place={place} writer={writer.title} />}
        <div className="flex flex-wrap items-center justify-end gap-2">
          <Button
            type="submit"
            look={suggestion === null ? 'primary' : 'plain'}
            disabled={!isWriting && about.trim() === ''}
          >
            {isWriting ? 'Stop' : suggestion === null ? 'Write a suggestion' : 'Write another'}
          </Button>
          {ready !== '' && text.trim() !== '' && (
            <Button onClick={() => onUse(`${text.trimEnd()}\n\n${ready}`)}>Add below my text</Button>
          )}
          {ready !== '' && (
            <Button look="primary" onClick={() => onUse(ready)}>
              {text.trim() === '' ? 'Use it' : 'Replace my text'}
            </Button>
          )}
        </div>
        <p className="text-xs text-ink-faint">
          {writer.title} writes it for {place.title} and is given the words above, nothing else. Read it
          before it goes out.
        </p>
      </form>
    </Dialog>
  )
}
