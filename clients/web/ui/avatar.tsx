/** The picture of a person or a conversation: initials in a colour that is always theirs, or the sign of its kind. */
import { Hash, Users } from 'lucide-react'
import type { ConversationKind } from '../../../engine/conversation/state.ts'
import { initialsOf, tintOf } from './avatar-look.ts'
import { classes } from './classes.ts'

interface AvatarProps {
  /** Id of the person or the conversation: chooses the colour. */
  id: string
  name: string
  kind?: ConversationKind
  size?: number
}

export function Avatar({ id, name, kind = 'direct', size = 36 }: AvatarProps) {
  const Sign = kind === 'channel' ? Hash : kind === 'group' ? Users : null
  return (
    <span
      aria-hidden="true"
      className={classes(
        'avatar inline-flex shrink-0 items-center justify-center font-semibold tracking-tight select-none',
        Sign ? 'rounded-[30%]' : 'rounded-full',
      )}
      style={{ width: size, height: size, fontSize: size * 0.37, ['--tint' as string]: tintOf(id) }}
    >
      {Sign ? <Sign size={size * 0.48} strokeWidth={2.2} /> : initialsOf(name)}
    </span>
  )
}
