/** Bugs planted around posts: `POST_BUGS`, for the checkers of I10 and I11. */
import type { Answer, Wish } from '../actors/ports.ts'
import type { Visitor } from '../post/attempt.ts'
import { dumpPost, loadPost, type PostState } from '../post/state.ts'
import type { PostCommand } from '../protocol/commands/post-command.ts'
import { Refusal } from '../protocol/errors.ts'
import type { Bug } from './bugs.ts'

const publishAgain: Bug = {
  name: 'publish-again',
  what: 'after a lost answer it is published again, and nobody looks whether it is there',
  breaks: ['I11'],
  platform: (platform) => ({ ...platform, reconcile: platform.publish }),
}

const claimIsEnough: Bug = {
  name: 'claim-is-enough',
  what: 'a publisher that has claimed a row publishes, though the post refuses because another is at it',
  breaks: ['I11'],
  visitor(visitor) {
    const workers = new Map<string, string>()
    return {
      ...visitor,
      async deliver(wish) {
        const command = wish.command as PostCommand
        if (command.type !== 'post.fire') return visitor.deliver(wish)
        workers.set(`${wish.roomId} ${command.targetId} ${command.step}`, command.worker)
        try {
          return await visitor.deliver(wish)
        } catch (error) {
          if (!(error instanceof Refusal) || error.reason !== 'POST_STANDS_OTHERWISE') throw error
          return { seq: 0, at: '' }
        }
      },
      async read(postId) {
        const state = await visitor.read(postId)
        return state && withLeases(state, (place) => workers.get(`${postId} ${place}`))
      },
    }
  },
}

/** Every step as if it were ours. */
function withLeases(state: PostState, workerAt: (place: string) => string | undefined): PostState {
  const dump = dumpPost(state)
  const targets = dump.targets.map((target) => ({
    ...target,
    steps: target.steps.map((step, index) => {
      const worker = workerAt(`${target.id} ${index}`)
      return worker === undefined
        ? step
        : { ...step, lease: { purpose: 'publish' as const, worker, until: '' } }
    }),
  }))
  return loadPost({ ...dump, targets })
}

const duesBeside: Bug = {
  name: 'dues-beside',
  what: 'due rows are written after the commit, by a statement of their own',
  breaks: ['I10'],
  ports({ journal, ownership, listeners, setDues }) {
    return {
      ownership,
      listeners,
      journal: {
        ...journal,
        async commit(lane, writes) {
          const outcomes = await journal.commit(
            lane,
            writes.map((write) => ({ ...write, due: [] })),
          )
          for (const [index, write] of writes.entries())
            if (outcomes[index] === 'written' && write.due.length > 0) setDues(write).catch(() => {})
          return outcomes
        },
      },
    }
  },
}

const settleAnything: Bug = {
  name: 'settle-anything',
  what: 'what a worker tells is believed of whichever attempt is under way by then',
  // one worker ends what another has begun, which the journal shows even where nothing comes of it
  breaks: ['I11', 'I14'],
  visitor: (visitor) => ({
    ...visitor,
    async deliver(wish) {
      try {
        return await visitor.deliver(wish)
      } catch (error) {
        if (!(error instanceof Refusal) || error.reason !== 'ATTEMPT_OVER') throw error
        return settleCurrent(visitor, wish)
      }
    },
  }),
}

const sendsLate: Bug = {
  name: 'sends-late',
  what: 'a worker that was stopped for longer than its lease goes on and publishes',
  breaks: ['I11'],
  hasTime: () => true,
}

async function settleCurrent(visitor: Visitor, wish: Wish): Promise<Answer> {
  const command = wish.command as PostCommand
  if (command.type !== 'post.settle') throw new Refusal('ATTEMPT_OVER')
  const state = await visitor.read(wish.roomId)
  const step = state?.targets.get(command.targetId)?.steps[command.step]
  const current = { attempt: step?.attempt ?? 1, worker: step?.lease?.worker ?? '' }
  return visitor.deliver({ ...wish, command: { ...command, ...current } as PostCommand })
}

export const POST_BUGS: readonly Bug[] = [publishAgain, claimIsEnough, duesBeside, settleAnything, sendsLate]
