/**
 * Where one step of a target stands, and what moves it: the only truth for that. A target's first step is its post;
 * the others, a first comment or the parts of a thread, begin as `waiting` for the one before.
 *
 *   draft ──submitted──▶ inReview ──approved──▶ approved ──planned──▶ scheduled ◀──────────────┐
 *     ▲                   │    ▲                   │                   │  │  ▲                 │
 *     └──────edited───────┤    │submitted          │edited             │  │  └── rehearsing    │ retried
 *                         ▼    │                   ▼                   │  ▼                    │
 *                  changesRequested ◀──────────── draft       preparing.uploading ──────▶ authNeeded
 *                                                                      │  ▼                    ▲
 *                                              (nothing to prepare)    │ preparing.processing  │
 *                                                                      ▼  ▼                    │
 *   waiting ──the step before is out──▶ scheduled                   armed ──────▶ missed, skipped
 *                                                                    ▲ │
 *                               absent, failed, released             │ ▼ fired        unprepared ──▶ scheduled
 *   needsHuman ◀── reconciling ◀──────ambiguous, expired────────── publishing ──▶ rejected, throttled
 *      └──▶ published or armed, as a person says                       └──▶ published
 *
 * `cancelled`, `skipped` and `published` are the end. Nothing leads back from `publishing` to a state in which it
 * would be published again, but what says for certain that it was not.
 */

export type Life =
  | 'draft'
  | 'inReview'
  | 'changesRequested'
  | 'approved'
  | 'waiting'
  | 'scheduled'
  | 'rehearsing'
  | 'preparing.uploading'
  | 'preparing.processing'
  | 'armed'
  | 'publishing'
  | 'reconciling'
  | 'needsHuman'
  | 'published'
  | 'rejected'
  | 'throttled'
  | 'authNeeded'
  | 'missed'
  | 'skipped'
  | 'cancelled'

/** What may move a step. */
export type Move =
  // people
  | 'submit'
  | 'approve'
  | 'requestChanges'
  | 'edit'
  | 'plan'
  | 'unplan'
  | 'cancel'
  | 'retry'
  | 'resolve.there'
  | 'resolve.absent'
  // whoever does the work begins
  | 'fire.rehearse'
  | 'fire.prepare'
  | 'fire.publish'
  | 'fire.reconcile'
  | 'late.ask'
  | 'late.skip'
  | 'late.nextSlot'
  // and tells what became of it
  | 'ok'
  | 'stored'
  | 'ready'
  | 'unprepared'
  | 'failed'
  | 'rejected'
  | 'throttled'
  | 'authDead'
  | 'configDead'
  | 'ambiguous'
  | 'absent'
  | 'undecided'
  | 'expired'
  // the step before it is out
  | 'follow'

type Row = Readonly<Partial<Record<Move, Life>>>

const ON_HOLD: Row = { edit: 'draft', cancel: 'cancelled' }
/** A step that has a time and is not under way. */
const PLANNED: Row = {
  plan: 'scheduled',
  unplan: 'approved',
  edit: 'draft',
  requestChanges: 'changesRequested',
  cancel: 'cancelled',
  'late.ask': 'missed',
  'late.skip': 'skipped',
  'late.nextSlot': 'missed',
}
/** Something must be put right first. */
const STUCK: Row = {
  retry: 'scheduled',
  plan: 'scheduled',
  unplan: 'approved',
  edit: 'draft',
  requestChanges: 'changesRequested',
  cancel: 'cancelled',
}
/** Before anything of the public account is touched: people may change their mind, and what goes wrong is done again. */
const HARMLESS: Row = {
  plan: 'scheduled',
  unplan: 'approved',
  edit: 'draft',
  requestChanges: 'changesRequested',
  cancel: 'cancelled',
  failed: 'scheduled',
  expired: 'scheduled',
  throttled: 'scheduled',
  ambiguous: 'scheduled',
  rejected: 'rejected',
  authDead: 'authNeeded',
  configDead: 'authNeeded',
}

export const CHART: Readonly<Record<Life, Row>> = {
  draft: { submit: 'inReview', approve: 'approved', edit: 'draft', cancel: 'cancelled' },
  inReview: { approve: 'approved', requestChanges: 'changesRequested', edit: 'draft', cancel: 'cancelled' },
  changesRequested: { submit: 'inReview', ...ON_HOLD },
  approved: { plan: 'scheduled', requestChanges: 'changesRequested', ...ON_HOLD },
  waiting: { follow: 'scheduled', cancel: 'cancelled' },
  scheduled: {
    ...PLANNED,
    'fire.rehearse': 'rehearsing',
    'fire.prepare': 'preparing.uploading',
    'fire.publish': 'publishing',
  },
  rehearsing: {
    ready: 'scheduled',
    ...HARMLESS,
    rejected: 'scheduled',
    authDead: 'scheduled',
    configDead: 'scheduled',
  },
  'preparing.uploading': { stored: 'preparing.processing', ready: 'armed', ...HARMLESS },
  'preparing.processing': {
    'fire.prepare': 'preparing.processing',
    stored: 'preparing.processing',
    ready: 'armed',
    ...HARMLESS,
    expired: 'preparing.processing',
    failed: 'preparing.processing',
    throttled: 'preparing.processing',
  },
  armed: { ...PLANNED, 'fire.publish': 'publishing' },
  publishing: {
    ok: 'published',
    rejected: 'rejected',
    throttled: 'throttled',
    authDead: 'authNeeded',
    configDead: 'authNeeded',
    // the only ways back: nothing had left when it failed, or what was there had run out
    failed: 'armed',
    unprepared: 'scheduled',
    ambiguous: 'reconciling',
    // a worker that fell silent may have published
    expired: 'reconciling',
  },
  reconciling: {
    'fire.reconcile': 'reconciling',
    ok: 'published',
    absent: 'armed',
    undecided: 'needsHuman',
    rejected: 'needsHuman',
    authDead: 'needsHuman',
    configDead: 'needsHuman',
    throttled: 'reconciling',
    failed: 'reconciling',
    ambiguous: 'reconciling',
    expired: 'reconciling',
  },
  needsHuman: {
    ok: 'published',
    'resolve.there': 'published',
    'resolve.absent': 'armed',
    'fire.reconcile': 'reconciling',
  },
  throttled: { ...PLANNED, 'fire.publish': 'publishing', retry: 'armed' },
  rejected: STUCK,
  authNeeded: STUCK,
  missed: { ...STUCK, retry: 'armed' },
  published: {},
  skipped: {},
  cancelled: {},
}

/** Where `move` leads from `life`; null when it does not lead anywhere. */
export function nextLife(life: Life, move: Move): Life | null {
  return CHART[life][move] ?? null
}

/** Nothing more will happen to it. */
export function isOver(life: Life): boolean {
  return Object.keys(CHART[life]).length === 0
}
