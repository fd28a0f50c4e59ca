/** The questions a conversation may ask: a new name, who joins, whether to leave or to archive. */
import { useState } from 'react'
import type { ConversationState } from '../../../../engine/conversation/state.ts'
import { LIMITS } from '../../../../engine/protocol/limits.ts'
import type { Person } from '../../../sdk/types.ts'
import { errorText } from '../../app/reasons.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { PersonPicker } from '../people/person-picker.tsx'
import { useChange } from './actions.ts'

export type Asking = 'rename' | 'invite' | 'leave' | 'archive'

interface RoomDialogsProps {
  asking: Asking
  id: string
  name: string
  conversation: ConversationState
  onClose: () => void
  /** The conversation is not ours any more. */
  onLeft: () => void
}

export function RoomDialogs({ asking, id, name, conversation, onClose, onLeft }: RoomDialogsProps) {
  const leave = useChange(id, { onDone: onLeft })
  const archive = useChange(id, { onDone: onClose })
  if (asking === 'rename') return <RenameDialog id={id} title={conversation.title ?? ''} onClose={onClose} />
  if (asking === 'invite') return <InviteDialog id={id} members={conversation.members} onClose={onClose} />
  if (asking === 'leave') {
    return (
      <Confirm
        title={`Leave ${name}?`}
        verb="Leave"
        busy={leave.isPending}
        error={leave.isError ? errorText(leave.error) : null}
        onConfirm={() => leave.mutate({ do: 'leave' })}
        onClose={onClose}
      >
        {conversation.kind === 'channel'
          ? 'You can join this channel again whenever you like.'
          : 'To come back, somebody in the group has to add you again.'}
      </Confirm>
    )
  }
  return (
    <Confirm
      title={`Archive ${name}?`}
      verb="Archive"
      busy={archive.isPending}
      error={archive.isError ? errorText(archive.error) : null}
      onConfirm={() => archive.mutate({ do: 'archive' })}
      onClose={onClose}
    >
      Everything stays readable, but nobody can write until it is restored.
    </Confirm>
  )
}

function RenameDialog({ id, title, onClose }: { id: string; title: string; onClose: () => void }) {
  const [text, setText] = useState(title)
  const change = useChange(id, { onDone: onClose })
  const wanted = text.trim()
  return (
    <Dialog title="Rename" onClose={onClose} width={420}>
      <form
        className="px-5 pb-5"
        onSubmit={(event) => {
          event.preventDefault()
          if (wanted === title) onClose()
          else if (wanted !== '') change.mutate({ do: 'rename', title: wanted })
        }}
      >
        <Field
          label="Name"
          value={text}
          data-autofocus
          required
          maxLength={LIMITS.titleCharsMax}
          error={change.isError ? errorText(change.error) : null}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setText(event.target.value)}
        />
        <div className="mt-5 flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" type="submit" busy={change.isPending} disabled={wanted === ''}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

interface InviteDialogProps {
  id: string
  members: ConversationState['members']
  onClose: () => void
}

function InviteDialog({ id, members, onClose }: InviteDialogProps) {
  const [people, setPeople] = useState<Person[]>([])
  const change = useChange(id, { onDone: onClose })
  const invite = () => change.mutate({ do: 'invite', userIds: people.map((person) => person.id) })
  return (
    <Dialog title="Add people" onClose={onClose} width={460}>
      <div className="px-5 pb-5">
        <PersonPicker chosen={people} onChange={setPeople} without={new Set(members.keys())} />
        {change.isError && (
          <p role="alert" className="mt-3 text-sm text-danger">
            {errorText(change.error)}
          </p>
        )}
        <div className="mt-4 flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" disabled={people.length === 0} busy={change.isPending} onClick={invite}>
            {people.length > 1 ? `Add ${people.length} people` : 'Add'}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
