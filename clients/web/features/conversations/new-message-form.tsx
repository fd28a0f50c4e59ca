/** One person makes a direct conversation, several a group with a name. */
import { useState } from 'react'
import { LIMITS } from '../../../../engine/protocol/limits.ts'
import type { Person } from '../../../sdk/types.ts'
import { errorText } from '../../app/reasons.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { PersonPicker } from '../people/person-picker.tsx'
import { type NewConversation, useCreate } from './actions.ts'

export function NewMessageForm({ onOpen }: { onOpen: (conversationId: string) => void }) {
  const [people, setPeople] = useState<Person[]>([])
  const [title, setTitle] = useState('')
  const create = useCreate(onOpen)
  const isGroup = people.length > 1
  const names = people.map((person) => person.name.split(' ')[0]).join(', ')
  const begin = () => {
    const wish = wishFor(people, title.trim() || names)
    if (wish) create.mutate(wish)
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        begin()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) begin()
      }}
    >
      <PersonPicker chosen={people} onChange={setPeople} />
      {isGroup && (
        <Field
          label="Name of the group"
          placeholder={names}
          value={title}
          maxLength={LIMITS.titleCharsMax}
          onChange={(event) => setTitle(event.target.value)}
          className="mt-3 animate-appear"
        />
      )}
      {create.isError && (
        <p role="alert" className="mt-3 text-sm text-danger">
          {errorText(create.error)}
        </p>
      )}
      <div className="mt-4 flex items-center justify-between gap-3">
        <span className="text-sm text-ink-faint">
          {people.length === 0 ? 'Choose one person, or several for a group.' : 'Ctrl Enter begins.'}
        </span>
        <Button look="primary" type="submit" disabled={people.length === 0} busy={create.isPending}>
          {isGroup ? 'Create group' : 'Start conversation'}
        </Button>
      </div>
    </form>
  )
}

function wishFor(people: readonly Person[], title: string): NewConversation | null {
  const [first, ...others] = people.map((person) => person.id)
  if (first === undefined) return null
  if (others.length === 0) return { kind: 'direct', memberIds: [first] }
  return { kind: 'group', title: title.slice(0, LIMITS.titleCharsMax), memberIds: [first, ...others] }
}
