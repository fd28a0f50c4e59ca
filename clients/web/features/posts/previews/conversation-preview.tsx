/** A message in one of our own conversations, as it will stand there. */
import { useContext } from 'react'
import { MeContext } from '../../../app/parley.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import type { Previewed } from './preview.tsx'
import { Tiles } from './preview-media.tsx'

export function ConversationPreview({ face, text, media }: Previewed) {
  // a client who reviews it is nobody here
  const me = useContext(MeContext) ?? { id: face.id, name: 'The author' }
  return (
    <article className="rounded-xl bg-sheet px-4 py-3 shadow-sheet">
      <p className="mb-2 border-b border-line pb-2 text-sm font-semibold">{face.name}</p>
      <div className="flex gap-3">
        <Avatar id={me.id} name={me.name} size={36} />
        <div className="min-w-0">
          <p className="font-semibold">{me.name}</p>
          <p className="break-words whitespace-pre-wrap">{text}</p>
          <Tiles media={media} ratio={16 / 9} alone={[3 / 4, 16 / 9]} className="mt-2 rounded-lg" />
        </div>
      </div>
    </article>
  )
}
