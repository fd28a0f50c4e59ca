/** What floats over the message under the pointer or with the focus: answer, edit, link, delete. */
import { CornerUpLeft, Link2, Pencil, Trash2 } from 'lucide-react'
import type { ShownMessage } from '../../../sdk/types.ts'
import { copyLink } from '../../app/copy-link.ts'
import { useMe } from '../../app/parley.ts'
import { IconButton } from '../../ui/button.tsx'
import { useVerbs } from './message-verbs.ts'

/** `reachable`: this row has the focus, so Tab goes through its tools; else they would be a hundred stops. */
export function MessageTools({ message, reachable }: { message: ShownMessage; reachable: boolean }) {
  const verbs = useVerbs()
  const mine = message.authorId === useMe().id
  const tabIndex = reachable ? 0 : -1
  return (
    <div
      role="group"
      aria-label="What to do with this message"
      className="absolute -top-4 right-4 z-1 flex rounded-[0.625rem] bg-raised p-0.5 shadow-float"
    >
      {verbs.canWrite && (
        <IconButton label="Reply (R)" size="small" tabIndex={tabIndex} onClick={() => verbs.reply(message)}>
          <CornerUpLeft size={15} />
        </IconButton>
      )}
      {verbs.canWrite && mine && (
        <IconButton label="Edit (E)" size="small" tabIndex={tabIndex} onClick={() => verbs.edit(message)}>
          <Pencil size={15} />
        </IconButton>
      )}
      <IconButton
        label="Copy link"
        size="small"
        tabIndex={tabIndex}
        onClick={() => copyLink(verbs.conversationId, message.seq)}
      >
        <Link2 size={15} />
      </IconButton>
      {verbs.canWrite && (mine || verbs.canModerate) && (
        <IconButton
          label="Delete (Del)"
          size="small"
          tabIndex={tabIndex}
          onClick={() => verbs.askDelete(message)}
          className="hover:bg-danger-wash hover:text-danger"
        >
          <Trash2 size={15} />
        </IconButton>
      )}
    </div>
  )
}
