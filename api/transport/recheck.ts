/** `recheckAll` and `moved`: asks again who is a member of what, when the word of another node about it may be lost or late. */
import { BEGINNING } from '../live.ts'
import { catchUp } from './catch-up.ts'
import { dismiss, enter, type Followed, type Follower } from './following.ts'

/** A batch that says who left may still be on its way, and ends a feed with the parting words. */
const PARTING_MS = 250
/** Feeds that ask at once. They share queries (`api/my-rooms.ts`), so this bounds memory rather than work. */
const AT_ONCE = 200

/** These people joined or left this room, somewhere in the cluster. */
export function moved(
  followed: Followed,
  roomId: string,
  joined: readonly string[],
  left: readonly string[],
): void {
  const ask = (userId: string, isFollowing: boolean) => {
    for (const follower of followed.byUser.of(userId)) {
      if (follower.members.has(roomId) !== isFollowing) continue
      if (isFollowing || follower.plan.followNew) void recheck(followed, follower)
    }
  }
  for (const userId of joined) ask(userId, false)
  const here = left.filter((userId) => followed.byUser.has(userId))
  if (here.length === 0) return
  followed.clock.after(PARTING_MS, () => {
    for (const userId of here) ask(userId, true)
  })
}

/** Asks for every feed, a few at once. */
export function recheckAll(followed: Followed): void {
  const followers = followed.byUser.all()
  const next = async () => {
    for (let follower = followers.pop(); follower !== undefined; follower = followers.pop()) {
      await recheck(followed, follower)
    }
  }
  for (let lanes = Math.min(AT_ONCE, followers.length); lanes > 0; lanes--) void next()
}

/** Drops the rooms this person is no member of, and follows new ones if the feed does. Never rejects. */
export async function recheck(followed: Followed, follower: Follower): Promise<void> {
  // Its rooms are being asked for, with what happens meanwhile: by `start`, or by another recheck.
  if (follower.leftMeanwhile !== null || follower.stopped) {
    follower.isDoubtful = true
    return
  }
  follower.isDoubtful = false
  const left = new Set<string>()
  const joined = new Set<string>()
  follower.leftMeanwhile = left
  follower.joinedMeanwhile = joined
  let mine: ReadonlySet<string> | null = null
  try {
    mine = new Set(await follower.plan.mine(follower.plan.person))
  } catch (error) {
    followed.log.warn({ err: error }, 'could not ask again whose rooms are whose')
  }
  follower.leftMeanwhile = null
  follower.joinedMeanwhile = null
  if (follower.stopped) return
  if (mine !== null) apply(followed, follower, { mine, left, joined })
  if (follower.isDoubtful) await recheck(followed, follower)
}

interface Found {
  readonly mine: ReadonlySet<string>
  /** While it was asked. */
  readonly left: ReadonlySet<string>
  readonly joined: ReadonlySet<string>
}

function apply(followed: Followed, follower: Follower, { mine, left, joined }: Found): void {
  for (const member of follower.members.values()) {
    const roomId = member.room.id
    if (!mine.has(roomId) && !joined.has(roomId)) dismiss(followed, member)
  }
  if (!follower.plan.followNew || follower.stopped) return
  const fresh = [...mine].filter((roomId) => !follower.members.has(roomId) && !left.has(roomId))
  if (fresh.length === 0) return
  const entered = fresh.map((roomId) => enter(followed, follower, roomId, BEGINNING))
  void catchUp(followed, follower, entered)
}
