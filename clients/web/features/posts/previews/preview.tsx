/** `Preview`: a post as its network will show it, in that network's proportions, colours and words. */
import type { Destination, Part } from '../../../../../engine/protocol/post-shapes.ts'
import type { AccountFace, MediaView } from '../../../app/posts-api.ts'
import { ConversationPreview } from './conversation-preview.tsx'
import { FacebookPreview } from './facebook-preview.tsx'
import { InstagramPreview } from './instagram-preview.tsx'
import { LinkedinPreview } from './linkedin-preview.tsx'
import { XPreview } from './x-preview.tsx'
import { YoutubePreview } from './youtube-preview.tsx'

/** What is shown, and as whom. */
export interface Previewed {
  readonly face: Pick<AccountFace, 'name' | 'handle' | 'pictureUrl'> & { readonly id: string }
  readonly text: string
  readonly media: readonly MediaView[]
  readonly options: Readonly<Record<string, unknown>>
  readonly parts: readonly Pick<Part, 'text'>[]
}

const CARDS = {
  x: XPreview,
  instagram: InstagramPreview,
  linkedin: LinkedinPreview,
  facebook: FacebookPreview,
  youtube: YoutubePreview,
} as const

export function Preview({ to, ...shown }: Previewed & { to: Destination }) {
  const Card = to.kind === 'account' ? CARDS[to.network] : ConversationPreview
  return <Card {...shown} />
}
