/** A client's answer: who they are, and yes, not yet, or just a remark. */
import { Check } from 'lucide-react'
import { useId, useState } from 'react'
import { LIMITS } from '../../../../../engine/protocol/limits.ts'
import { Button } from '../../../ui/button.tsx'
import { Field, INPUT_CLASSES } from '../../../ui/field.tsx'

export interface Answer {
  readonly is: 'yes' | 'changes' | 'comment'
  readonly name: string
  readonly words: string
}

interface AnswerFormProps {
  isBusy: boolean
  onAnswer: (answer: Answer) => Promise<unknown>
}

export function AnswerForm({ isBusy, onAnswer }: AnswerFormProps) {
  const id = useId()
  const [name, setName] = useState('')
  const [words, setWords] = useState('')
  const [missing, setMissing] = useState<'name' | 'words' | null>(null)
  const send = (is: Answer['is']) => {
    const answer = { is, name: name.trim(), words: words.trim() }
    if (answer.name === '') return setMissing('name')
    if (is !== 'yes' && answer.words === '') return setMissing('words')
    setMissing(null)
    // a refusal is told at the bottom of the screen, and the words stay
    onAnswer(answer).then(
      () => setWords(''),
      () => {},
    )
  }
  return (
    <form className="space-y-4" onSubmit={(event) => event.preventDefault()}>
      <Field
        label="Your name"
        autoComplete="name"
        maxLength={LIMITS.nameCharsMax}
        value={name}
        error={missing === 'name' ? 'Who are you? Those who wrote the post want to know.' : null}
        onChange={(event) => setName(event.target.value)}
      />
      <div>
        <label htmlFor={id} className="mb-1.5 block text-sm font-medium text-ink-soft">
          Something to say? Not needed for a yes.
        </label>
        <textarea
          id={id}
          rows={3}
          value={words}
          aria-invalid={missing === 'words' || undefined}
          onChange={(event) => setWords(event.target.value)}
          className={`${INPUT_CLASSES} py-2`}
        />
        {missing === 'words' && (
          <p role="alert" className="mt-1.5 text-sm text-danger">
            Say what should change, or what you think.
          </p>
        )}
      </div>
      <div className="flex flex-wrap gap-2">
        <Button look="primary" busy={isBusy} onClick={() => send('yes')}>
          <Check size={17} aria-hidden="true" />
          Yes, publish it
        </Button>
        <Button disabled={isBusy} onClick={() => send('changes')}>
          Ask for changes
        </Button>
        <Button look="quiet" disabled={isBusy} onClick={() => send('comment')}>
          Only comment
        </Button>
      </div>
    </form>
  )
}
