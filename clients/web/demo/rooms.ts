/** The conversations of the demo and what was said in them. */
import type { ConversationState } from '../../../engine/conversation/state.ts'
import type { Role } from '../../../engine/protocol/permissions.ts'
import type { ShownMessage } from '../../sdk/types.ts'
import { ME, PEOPLE, person } from './people.ts'

export interface DemoRoom {
  readonly id: string
  readonly conversation: ConversationState
  readonly all: readonly ShownMessage[]
  readonly readSeq: number
}

const MINUTE_MS = 60_000

type Line = [author: number, minutesAgo: number, text: string, more?: Partial<ShownMessage>]

function message(id: string, seq: number, authorId: string, atMs: number, text: string): ShownMessage {
  return {
    messageId: `${id}-m${seq}`,
    seq,
    authorId,
    commandId: `${id}-c${seq}`,
    text,
    at: new Date(atMs).toISOString(),
    editedAt: null,
    deletedAt: null,
    replyTo: null,
    state: 'sent',
    reason: null,
  }
}

function room(
  id: string,
  kind: ConversationState['kind'],
  title: string | null,
  members: [string, Role][],
  lines: Line[],
  unread = 0,
  archived = false,
): DemoRoom {
  const nowMs = Date.now()
  const all = lines.map(([author, minutesAgo, text, more], index) => ({
    ...message(id, index + 2, author < 0 ? ME.id : person(author).id, nowMs - minutesAgo * MINUTE_MS, text),
    ...more,
  }))
  const conversation: ConversationState = {
    organisationId: 'o-1',
    kind,
    title,
    archived,
    head: all.length + 1,
    lastAt: all.at(-1)?.at ?? new Date(nowMs).toISOString(),
    members: new Map(members),
  }
  return { id, conversation, all, readSeq: all.length + 1 - unread }
}

const everyone: [string, Role][] = [
  [ME.id, 'owner'],
  ...PEOPLE.map(({ id }, i): [string, Role] => [id, i === 1 ? 'admin' : 'member']),
]
const DAY = 24 * 60

export function demoRooms(longCount: number): DemoRoom[] {
  const launch: Line[] = [
    [0, 2 * DAY + 40, 'Morning all. Here is where we collect everything for **launch week**.'],
    [0, 2 * DAY + 39, 'Plan: https://example.org/plans/launch-week (timeline at the bottom)'],
    [1, 2 * DAY + 31, 'Nice. I moved the pricing page to Tuesday so that _support_ has a day to read it.'],
    [-1, DAY + 300, 'The new onboarding cut the first reply from 4 minutes to 50 seconds in the test group.'],
    [2, DAY + 296, 'That is wild. What changed?', { replyTo: 'launch-m5' }],
    [
      -1,
      DAY + 295,
      'Three things:\n1. we ask for one name, not five fields\n2. the first room is already open\n3. drafts survive a lost connection',
      { editedAt: new Date(Date.now() - DAY * MINUTE_MS).toISOString() },
    ],
    [
      3,
      DAY + 290,
      '> drafts survive a lost connection\nThis one. I wrote half the release notes in the metro.',
    ],
    [
      3,
      DAY + 289,
      'Config for the flag, if somebody wants to try:\n```ts\nexport const launch = {\n  audience: "everyone",\n  from: "2026-11-24",\n}\n```',
    ],
    [4, 190, 'Heads-up: `staging` redeploys at 14:00, expect a short reconnect.'],
    [1, 48, 'Video is rendered. 42 seconds, captions in five languages.'],
    [1, 47, 'The music licence is cleared too.'],
    [0, 22, 'deleted', { deletedAt: new Date().toISOString(), text: '' }],
    [0, 21, 'Perfect. Can we get the press list final by tonight?'],
    [5, 9, 'Press list: 38 names, 6 still open. I will close them before six.'],
    [2, 4, 'And the banner copy: “Say it once. It arrives once.” Objections?'],
    [3, 3, 'None. Ship it.'],
  ]
  return [
    room('launch', 'channel', 'launch-week', everyone, launch, 3),
    room(
      'noor',
      'direct',
      null,
      [
        [ME.id, 'owner'],
        ['p-0', 'owner'],
      ],
      [
        [0, 95, 'Are you at the desk?'],
        [-1, 93, 'In ten. Train stopped in the tunnel again, so this may arrive in pieces.'],
        [0, 92, 'Ha. It arrived in one.'],
        [-1, 12, 'Pushed the numbers. Could you look at the last column? It feels too good.'],
        [0, 6, 'Looked: it is right. The denominator was wrong before, not now.'],
      ],
      1,
    ),
    room(
      'design',
      'group',
      'Design review',
      [
        [ME.id, 'owner'],
        ['p-2', 'admin'],
        ['p-6', 'member'],
        ['p-10', 'member'],
      ],
      [
        [6, 320, 'Two directions for the empty states, see what you prefer.'],
        [10, 310, 'The second. It tells me what to do next.'],
        [-1, 300, 'Same here. Less poetry, one button.'],
      ],
    ),
    room(
      'kenji',
      'direct',
      null,
      [
        [ME.id, 'owner'],
        ['p-3', 'owner'],
      ],
      [
        [3, 27 * 60, 'Thanks for the review yesterday, that index saved us.'],
        [-1, 26 * 60, 'Any time. How bad is the p99 now?'],
        [3, 26 * 60 - 2, '11 ms. From 240.'],
      ],
    ),
    room('random', 'channel', 'random', everyone, [
      [8, 3 * DAY, 'The coffee machine is fixed. I repeat: fixed.'],
      [9, 3 * DAY - 4, 'A moment of history.'],
    ]),
    room('support', 'channel', 'support-europe', everyone, [
      [11, 5 * DAY, 'Rota for December is pinned in the plan.'],
    ]),
    room(
      'archive',
      'group',
      'Offsite 2025',
      [
        [ME.id, 'owner'],
        ['p-1', 'member'],
      ],
      [[1, 300 * DAY, 'What a week. Thank you all!']],
      0,
      true,
    ),
    room(
      'empty',
      'direct',
      null,
      [
        [ME.id, 'owner'],
        ['p-12', 'owner'],
      ],
      [],
    ),
    longRoom(longCount),
  ]
}

const WORDS =
  'we saw the queue drain in two minutes after that change and nothing was lost so I would keep it on for the week and look again on Monday with fresh numbers from both regions'.split(
    ' ',
  )

function longRoom(count: number): DemoRoom {
  const startMs = Date.now() - count * 40_000
  const all = Array.from({ length: count }, (_, i) => {
    const author = Math.floor(i / 3) % 6
    const words = Array.from({ length: 3 + ((i * 7919) % 40) }, (_, w) => WORDS[(i + w * 5) % WORDS.length])
    return message(
      'long',
      i + 2,
      author === 5 ? ME.id : person(author).id,
      startMs + i * 40_000,
      `#${i + 1} ${words.join(' ')}`,
    )
  })
  const conversation: ConversationState = {
    organisationId: 'o-1',
    kind: 'channel',
    title: 'incident-log',
    archived: false,
    head: count + 1,
    lastAt: all.at(-1)?.at ?? '',
    members: new Map(everyone),
  }
  return { id: 'long', conversation, all, readSeq: count + 1 }
}
