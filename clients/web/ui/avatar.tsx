/** The picture of a person or a conversation: initials in a colour that is always theirs, or the sign of its kind. */
import { Hash, Users } from 'lucide-react'
import { useState } from 'react'
import type { ConversationKind } from '../../../engine/conversation/state.ts'
import { initialsOf, tintOf } from './avatar-look.ts'
import { classes } from './classes.ts'

interface AvatarProps {
  /** Id of the person or the conversation: chooses the colour. */
  id: string
  name: string
  kind?: ConversationKind
  size?: number
  /** Shows the green dot. Whoever uses it says the same in words. */
  online?: boolean
  /** Shown over the initials once it is there. */
  pictureUrl?: string | null
}

export function Avatar({ id, name, kind = 'direct', size = 36, online = false, pictureUrl }: AvatarProps) {
  const [lost, setLost] = useState<string | null>(null)
  const Sign = kind === 'channel' ? Hash : kind === 'group' ? Users : null
  return (
    <span aria-hidden="true" className="relative inline-flex shrink-0 select-none">
      <span
        className={classes(
          'avatar relative inline-flex items-center justify-center font-semibold tracking-tight',
          Sign ? 'rounded-[30%]' : 'rounded-full',
          online && 'avatar-notched',
        )}
        style={{ width: size, height: size, fontSize: size * 0.37, ['--tint' as string]: tintOf(id) }}
      >
        {Sign ? <Sign size={size * 0.48} strokeWidth={2.2} /> : initialsOf(name)}
        {pictureUrl && pictureUrl !== lost && (
          <img
            src={pictureUrl}
            alt=""
            className="absolute inset-0 size-full rounded-[inherit] object-cover"
            onError={() => setLost(pictureUrl)}
          />
        )}
      </span>
      {online && (
        <span className="absolute right-0 bottom-0 size-2.5 animate-appear rounded-full bg-online" />
      )}
    </span>
  )
}
