/** Posts as the runtime sees them. */
import type { RoomKind } from '../actors/ports.ts'
import type { PostCommand } from '../protocol/commands/post-command.ts'
import type { PostEvent } from '../protocol/events/post-event.ts'
import { duesOf } from './due.ts'
import { fold } from './fold.ts'
import { listingOf } from './listing.ts'
import { postMachine } from './machine.ts'
import { dumpPost, loadPost, NO_POST, type PostDump, type PostState } from './state.ts'

export const postKind: RoomKind<PostState, PostCommand, PostEvent> = {
  name: 'post',
  owns: (eventKind) => eventKind.startsWith('post.'),
  unknown: 'UNKNOWN_POST',
  machine: postMachine,
  version: 1,
  empty: NO_POST,
  valueOf: (state) => (state.head === 0 ? 'absent' : 'open'),
  fold,
  dues: duesOf,
  listing: listingOf,
  answer: ({ seq, at }) => ({ seq, at }),
  speaksOf: () => null,
  dump: dumpPost,
  load(dump, version) {
    // Older dumps are brought up here, one `if (version < n)` a step, each with its test.
    if (version > this.version) throw new Error(`a snapshot of version ${version} is from a newer Parley`)
    return loadPost(dump as PostDump)
  },
}
