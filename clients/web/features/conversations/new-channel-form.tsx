/** A channel needs only a name; everybody of the organisation can find it. */
import { Hash } from 'lucide-react'
import { useState } from 'react'
import { LIMITS } from '../../../../engine/protocol/limits.ts'
import { errorText } from '../../app/reasons.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { useCreate } from './actions.ts'

export function NewChannelForm({ onOpen }: { onOpen: (conversationId: string) => void }) {
  const [title, setTitle] = useState('')
  const create = useCreate(onOpen)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (title.trim() !== '') create.mutate({ kind: 'channel', title: title.trim(), memberIds: [] })
      }}
    >
      <Field
        label="Name of the channel"
        placeholder="Launch week"
        autoFocus
        data-autofocus
        required
        maxLength={LIMITS.titleCharsMax}
        value={title}
        error={create.isError ? errorText(create.error) : null}
        onChange={(event) => {
          create.reset()
          setTitle(event.target.value)
        }}
      />
      <p className="mt-3 flex gap-2.5 rounded-lg bg-wash p-3 text-sm text-ink-soft">
        <Hash size={16} className="mt-0.5 shrink-0 text-accent" aria-hidden="true" />
        Anybody here can find a channel, read it and join. For a closed circle, write to several people
        instead: that makes a group.
      </p>
      <div className="mt-4 flex justify-end">
        <Button look="primary" type="submit" disabled={title.trim() === ''} busy={create.isPending}>
          Create channel
        </Button>
      </div>
    </form>
  )
}
