/** `demoPostsApi`: the calls about posts without a server; the engine's own machine says what may be done. */
import { LATENESS } from '../../../../engine/post/lateness.ts'
import { localTimeOf } from '../../../../engine/post/wall-clock.ts'
import type { PostCommand } from '../../../../engine/protocol/commands/post-command.ts'
import { ERRORS, Refusal, refuse } from '../../../../engine/protocol/errors.ts'
import type { Plan, TargetContent, TargetDraft } from '../../../../engine/protocol/post-shapes.ts'
import type { BulkOutcome, SeriesCalls } from '../../app/api.ts'
import type {
  CsvRow,
  Filters,
  NewPost,
  NewTarget,
  PostCard,
  PostsApi,
  WantedTime,
} from '../../app/posts-api.ts'
import { daysFrom } from '../../features/posts/calendar/dates.ts'
import { shiftLocal } from '../../features/posts/calendar/move-card.ts'
import { ACCOUNTS, NETWORK_VIEWS } from './accounts.ts'
import { withCrowd } from './crowd.ts'
import { ask, cardOf, type DemoPost, newDemoPost, storyOf, viewOf } from './demo-post.ts'
import { demoSeries } from './demo-series.ts'
import { MEDIA } from './media.ts'
import { metricsOf, sumOf } from './metrics.ts'
import { demoPosts } from './posts.ts'

export interface DemoPostsOptions {
  readonly isEmpty: boolean
  /** Besides the posts of the demo, in each month. */
  readonly crowd: number
  readonly wait: <Value>(value: Value) => Promise<Value>
}

/** All but what `desk.ts` plays. */
export interface DemoPosts extends Omit<PostsApi, 'posts'> {
  readonly posts: PostsApi['posts'] & SeriesCalls
  find(postId: string): DemoPost
  /** Whoever follows it hears that it has changed. */
  tell(postId: string): void
  follow(postId: string, changed: () => void): () => void
  /** All posts as lists show them. */
  cards(): readonly PostCard[]
}

export function demoPostsApi({ isEmpty, crowd, wait }: DemoPostsOptions): DemoPosts {
  const posts = new Map((isEmpty ? [] : demoPosts(Date.now())).map((post) => [post.id, post]))
  const listeners = new Map<string, Set<() => void>>()
  const accounts = isEmpty ? [] : [...ACCOUNTS]
  const series = demoSeries(posts, wait)
  let isHeld = false

  const find = (postId: string) => posts.get(postId) ?? refuse('UNKNOWN_POST')
  const tell = (postId: string) => {
    for (const changed of listeners.get(postId) ?? []) changed()
  }
  const told = async (post: DemoPost, ...commands: PostCommand[]) => {
    await wait(null)
    for (const command of commands) ask(post, command, Date.now())
    tell(post.id)
    return { post: viewOf(post) }
  }
  const deed =
    <Input extends { postId: string }>(command: (input: Input) => PostCommand) =>
    (input: Input) =>
      told(find(input.postId), command(input))
  const begun = (input: NewPost): [DemoPost, PostCommand] => {
    const post = newDemoPost()
    posts.set(post.id, post)
    return [post, createOf(input)]
  }
  const cards = ({ statuses, accountIds, tags }: Filters) =>
    [...posts.values()]
      .map((post) => cardOf(post, series.isInSeries(post.id)))
      .filter(
        (card) =>
          (!statuses || statuses.includes(card.status)) &&
          (!accountIds || card.targets.some(({ toId }) => accountIds.includes(toId))) &&
          (!tags || card.tags.some((tag) => tags.includes(tag))),
      )

  return {
    find,
    tell,
    follow(postId, changed) {
      const all = listeners.get(postId) ?? new Set()
      listeners.set(postId, all.add(changed))
      return () => all.delete(changed)
    },
    cards: () => cards({}),
    posts: {
      ...series.calls,
      create: { mutate: (input) => told(...begun(input)) },
      schedule: {
        async mutate({ at, lateness = LATENESS, ...input }) {
          const [post, create] = begun(input)
          const plan = planOf(at, lateness)
          return told(post, create, plan, ...(input.approval === 'none' ? [] : [SUBMIT]))
        },
      },
      edit: {
        mutate: deed(({ text = null, media = null, tags = null, add = [], remove = [], change = [] }) => ({
          type: 'post.edit',
          text,
          media,
          tags,
          add: add.map(filled),
          remove,
          change: change.map(({ targetId, ...content }) => ({ targetId, ...filledContent(content) })),
        })),
      },
      reschedule: {
        mutate: ({ postId, at, lateness }) => {
          const post = find(postId)
          return told(post, planOf(at, lateness ?? post.room.state.plan?.lateness ?? LATENESS))
        },
      },
      unplan: { mutate: deed(() => ({ type: 'post.unplan' })) },
      submit: { mutate: deed(() => SUBMIT) },
      approve: { mutate: deed(({ as = 'internal' }) => ({ type: 'post.approve', as })) },
      requestChanges: { mutate: deed(({ note }) => ({ type: 'post.requestChanges', as: 'internal', note })) },
      comment: { mutate: deed(({ text }) => ({ type: 'post.comment', text })) },
      cancel: { mutate: deed(({ targetId = null }) => ({ type: 'post.cancel', targetId })) },
      retry: { mutate: deed(({ targetId, step = 0 }) => ({ type: 'post.retry', targetId, step })) },
      resolve: {
        mutate: deed(({ targetId, step = 0, as, url = null }) => ({
          type: 'post.resolve',
          targetId,
          step,
          as,
          url,
        })),
      },
      duplicate: {
        mutate: ({ postId }) => {
          const { text, media, tags, approval, together, targets } = find(postId).room.state
          const copies = [...targets.values()].map(({ to, content }) => ({ to, ...content }))
          return told(
            ...begun({
              text,
              media: [...media],
              tags: [...tags],
              approval,
              together,
              targets: copies,
              commandId: '',
            }),
          )
        },
      },
      get: { query: ({ postId }) => wait(null).then(() => ({ post: viewOf(find(postId)) })) },
      metrics: { query: ({ postId }) => wait(metricsOf(find(postId), Date.now())) },
      explain: { query: ({ postId }) => wait(null).then(() => storyOf(find(postId))) },
      list: {
        query: ({ query = '', ...filters } = {}) =>
          wait({
            items: cards(filters)
              .filter(({ text }) => text.toLowerCase().includes(query.toLowerCase()))
              .sort((a, b) => b.changedAt.localeCompare(a.changedAt))
              .map((card) => ({ ...card, numbers: sumOf(metricsOf(find(card.id), Date.now())) })),
          }),
      },
      calendar: {
        query({ from, days, timeZone, perDay = 4, ...filters }) {
          const all = cards(filters)
          const dateOf = ({ at }: PostCard) => (at === null ? '' : localTimeOf(at, timeZone).slice(0, 10))
          return wait({
            days: daysFrom(from, days).map((date) => {
              const items = all.filter((card) => dateOf(card) === date).sort(byTime)
              const day = { date, count: items.length, items: items.slice(0, perDay) }
              return crowd === 0 ? day : withCrowd(day, Math.round(crowd / 30), perDay)
            }),
          })
        },
      },
      bulkReschedule: {
        async mutate({ postIds, shift: { days = 0, minutes = 0 } = {}, at }) {
          await wait(null)
          return { results: postIds.map((postId) => moved(postId, at ?? { days, minutes })) }
        },
      },
      importCsv: { mutate: ({ csv }) => wait({ rows: rowsOf(csv) }) },
      hold: {
        async mutate(input) {
          isHeld = input.isHeld
          const type = isHeld ? 'post.hold' : 'post.release'
          for (const { room } of posts.values()) room.ask({ type, by: 'organisation', targetId: null })
          return wait({ isHeld })
        },
      },
      holding: { query: () => wait({ isHeld }) },
    },
    accounts: {
      list: { query: () => wait([...accounts]) },
      networks: { query: () => wait([...NETWORK_VIEWS]) },
      connect: { mutate: ({ network }) => wait({ url: `#/posts/accounts/connected/a-${network}` }) },
      disconnect: {
        async mutate({ accountId }) {
          accounts.splice(0, accounts.length, ...accounts.filter(({ id }) => id !== accountId))
          return wait({})
        },
      },
    },
    media: {
      describe: {
        async mutate({ mediaId, altText }) {
          const medium = MEDIA.get(mediaId)
          const media = { ...(medium ?? refuse('UNKNOWN_MEDIA')), altText }
          MEDIA.set(mediaId, media)
          return wait({ media })
        },
      },
    },
  }

  function moved(postId: string, to: WantedTime | { days: number; minutes: number }) {
    // cards of the crowd are pictures of posts
    if (postId.startsWith('crowd-')) return { postId, ok: true }
    return outcomeOf(postId, () => {
      const { plan } = find(postId).room.state
      const lateness = plan?.lateness ?? LATENESS
      const at = 'days' in to ? later(plan, to) : to
      ask(find(postId), planOf(at, lateness), Date.now())
      tell(postId)
    })
  }
}

function later(plan: Plan | null, { days, minutes }: { days: number; minutes: number }): WantedTime {
  if (plan === null) return refuse('NO_PLAN')
  return { ...plan.at, localDateTime: shiftLocal(plan.at.localDateTime, days, minutes) }
}

/** What became of one of several, as the server says it. */
export function outcomeOf(postId: string, act: () => void): BulkOutcome {
  try {
    act()
    return { postId, ok: true }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { postId, ok: false, reason: error.reason }
  }
}

const SUBMIT = { type: 'post.submit' } as const

function createOf({
  text,
  media = [],
  tags = [],
  approval = 'none',
  together = false,
  targets,
}: NewPost): PostCommand {
  return { type: 'post.create', text, media, tags, approval, together, targets: targets.map(filled) }
}

function planOf(at: WantedTime, lateness: Plan['lateness']): PostCommand {
  return { type: 'post.plan', plan: { at: { gap: 'after', overlap: 'first', ...at }, lateness } }
}

/** With what the server takes for what is left out. */
function filled({ to, ...content }: NewTarget): TargetDraft {
  return { to, ...filledContent(content) }
}

function filledContent(content: Omit<NewTarget, 'to'>): TargetContent {
  const { text = null, media = null, options = {}, parts = [], staggerMs = 0, after = null } = content
  return {
    text,
    media,
    options,
    parts: parts.map(({ text = '', media = [], delayMs = 0 }) => ({ text, media, delayMs })),
    staggerMs,
    after: after && { delayMs: 0, ...after },
  }
}

function byTime(a: PostCard, b: PostCard): number {
  return (a.at ?? '').localeCompare(b.at ?? '')
}

/** A line is good when it says something. */
function rowsOf(csv: string): CsvRow[] {
  const lines = csv.trim().split('\n').slice(1)
  return lines.map((line, index) => {
    const [text = '', date = ''] = line.split(',')
    const problems = [
      ...(text.trim() === '' ? ['It says nothing.'] : []),
      ...(date !== '' && !/^\d{4}-\d\d-\d\d$/.test(date) ? [ERRORS.TIME_INVALID.meaning] : []),
    ]
    return { line: index + 2, ok: problems.length === 0, problems }
  })
}
