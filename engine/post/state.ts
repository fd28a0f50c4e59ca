/** What a post's actor keeps in memory, and what a client knows of a post. Plain data. */
import type {
  Approval,
  Destination,
  Evidence,
  Holder,
  Keys,
  Plan,
  Purpose,
  TargetContent,
} from '../protocol/post-shapes.ts'
import type { Life } from './chart.ts'

export interface PostState {
  readonly organisationId: string
  readonly authorId: string
  /** seq of the last event; 0 before the post exists. */
  readonly head: number
  /** `at` of the last event; '' before the post exists. */
  readonly lastAt: string
  readonly text: string
  readonly media: readonly string[]
  readonly tags: readonly string[]
  readonly approval: Approval
  /** The organisation has said yes; its client may still have to. */
  readonly isApprovedInside: boolean
  readonly together: boolean
  readonly plan: Plan | null
  /** How many targets there ever were: the next one is `t${targetsEver + 1}`. */
  readonly targetsEver: number
  /** By target id, in the order in which they came. Never changed in place. */
  readonly targets: ReadonlyMap<string, Target>
}

export interface Target {
  readonly id: string
  readonly to: Destination
  readonly content: TargetContent
  /** The post itself, then its parts: first comment, thread. At least one. */
  readonly steps: readonly Step[]
  readonly held: readonly Holder[]
}

export interface Step {
  readonly life: Life
  /** Of attempts so far: the number of the newest. */
  readonly attempt: number
  /** The attempt under way. */
  readonly lease: Lease | null
  /** When it was first tried to publish it, since it was last edited: where a look for it begins. */
  readonly armedAt: string | null
  /** Names under which the network knows what was begun. */
  readonly keys: Keys
  /** Keys of before it was edited, oldest first: a network may be able to take away what they name. Absent while there are none. */
  readonly leftovers?: readonly Keys[]
  /** Not before this: a network asked for patience, or an attempt failed. */
  readonly retryAt: string | null
  /** Lateness counts from here when this is after its time: somebody tried it anew, or what was prepared had run out. */
  readonly lateFrom?: string
  /** Once published. */
  readonly result: { readonly id: string | null; readonly url: string | null; readonly at: string } | null
  /** Why it stands where it stands, when something went wrong: for a person. */
  readonly trouble: string | null
  /** Of the newest attempt that is over. */
  readonly evidence: Evidence | null
  /** When it was last looked at before its time. */
  readonly rehearsedAt: string | null
}

export interface Lease {
  readonly purpose: Purpose
  readonly worker: string
  readonly until: string
}

export const NO_POST: PostState = {
  organisationId: '',
  authorId: '',
  head: 0,
  lastAt: '',
  text: '',
  media: [],
  tags: [],
  approval: 'none',
  isApprovedInside: false,
  together: false,
  plan: null,
  targetsEver: 0,
  targets: new Map(),
}

/** A step that has not been tried. */
export function newStep(life: Life): Step {
  return {
    life,
    attempt: 0,
    lease: null,
    armedAt: null,
    keys: {},
    retryAt: null,
    result: null,
    trouble: null,
    evidence: null,
    rehearsedAt: null,
  }
}

/** A post as JSON: in snapshots, and in the `reset` that a client gets. */
export interface PostDump extends Omit<PostState, 'targets'> {
  readonly targets: readonly Target[]
}

/** What a follower gets when events could not bring it to the present: the whole post, as of `seq`. */
export interface PostReset {
  readonly kind: 'reset'
  readonly seq: number
  readonly post: PostDump
}

export function dumpPost(state: PostState): PostDump {
  return { ...state, targets: [...state.targets.values()] }
}

export function loadPost(dump: PostDump): PostState {
  return { ...dump, targets: new Map(dump.targets.map((target) => [target.id, target])) }
}
