/** The register in PostgreSQL: `makePgControl`. Every comparison of times is made by the database's clock. */
import type pg from 'pg'
import { must } from '../kernel/assert.ts'
import { applicationNameSql } from './application-name.ts'
import { type Control, NameTaken, type Self, type ShardSeen, type View } from './control.ts'
import { ageMsSql, isGoneSql, makeViewReader, SESSIONS, VIEW_COLUMNS, type ViewRow } from './pg-view.ts'

export interface PgControlParts {
  /** A pool of one session, named `applicationNameOf(nodeId, incarnation)`, that never waits long. */
  readonly beats: pg.Pool
  /** A pool of one session of the same name, which may wait for commits to end. */
  readonly moves: pg.Pool
}

/** Those who have not beaten for so long are dead, whatever their sessions say. Under one name there is no other proof. */
const NAME_TTL_MS = 5_000
const ENTER_LOCK = 0x70_61_72_6e
/**
 * Beyond all terms that may have been given out and lost with one timeline. A standby that lags may have missed several
 * failovers, whose terms were raised as well: each timeline counts.
 */
const TERMS_LOST_MAX = 1_000_000

const IS_IN = `status IN ('up', 'leaving')`
const SELF_IS = (status: string) =>
  `EXISTS (SELECT FROM node me WHERE me.node_id = $1 AND me.incarnation = $2 AND me.${status})`
const ASKED = '(shard_id, term) IN (SELECT * FROM unnest($3::int[], $4::bigint[]))'

/** The row as others have seen it gives its age before this beat: the gap. */
const BEAT = `
WITH beaten AS (
  UPDATE node SET hb = clock_timestamp() WHERE node_id = $2 AND incarnation = $3 AND ${IS_IN} RETURNING 1
), ${SESSIONS}
SELECT EXISTS (SELECT FROM beaten) AS beaten, extract(epoch FROM clock_timestamp())::float8 * 1000 AS now_ms,
  ${VIEW_COLUMNS}`

const VIEW = `WITH ${SESSIONS} SELECT ${VIEW_COLUMNS}`

const DECLARE_DEAD = `
WITH ${SESSIONS}
UPDATE node n SET status = 'dead'
WHERE (n.node_id, n.incarnation) IN (SELECT * FROM unnest($3::text[], $4::uuid[]))
  AND n.${IS_IN} AND (${ageMsSql('n')} >= $5 OR ${isGoneSql('n')}) AND ${SELF_IS(IS_IN)}
RETURNING n.node_id, ${applicationNameSql('n')} AS name`

const END_SESSIONS = `
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND application_name = ANY($1)`

/**
 * Locked in the order in which commits lock them, so that neither waits for the other for ever. One term has one
 * owner, and dead is final, so what was true of a shard at this term still is when its lock is ours.
 */
const CLAIM = `
WITH locked AS MATERIALIZED (
  SELECT shard_id FROM shard s
  WHERE ${ASKED} AND ${SELF_IS(`status = 'up'`)}
    AND NOT EXISTS (SELECT FROM node n WHERE n.node_id = s.node_id AND n.incarnation = s.incarnation AND n.${IS_IN})
  ORDER BY shard_id FOR UPDATE
)
UPDATE shard SET term = term + 1, node_id = $1, incarnation = $2
FROM locked WHERE shard.shard_id = locked.shard_id RETURNING shard.shard_id, shard.term`

const HAND_OVER = `
WITH locked AS MATERIALIZED (
  SELECT shard_id FROM shard s
  WHERE ${ASKED} AND s.node_id = $1 AND s.incarnation = $2
    AND EXISTS (SELECT FROM node n WHERE n.node_id = $5 AND n.incarnation = $6 AND n.status = 'up')
  ORDER BY shard_id FOR UPDATE
)
UPDATE shard SET term = term + 1, node_id = $5, incarnation = $6
FROM locked WHERE shard.shard_id = locked.shard_id RETURNING shard.shard_id`

const NEW_EPOCH = `
UPDATE cluster_meta SET timeline = $1,
  epoch = CASE WHEN timeline IS NULL THEN epoch ELSE left(replace(gen_random_uuid()::text, '-', ''), 12) END
WHERE timeline IS DISTINCT FROM $1 AND epoch = $2 RETURNING epoch`

const RAISE_TERMS = `
WITH locked AS MATERIALIZED (SELECT shard_id FROM shard ORDER BY shard_id FOR UPDATE)
UPDATE shard SET term = term + ${TERMS_LOST_MAX} * greatest(1, $1::bigint - $2::bigint), node_id = NULL, incarnation = NULL
FROM locked WHERE shard.shard_id = locked.shard_id`

export function makePgControl({ beats, moves }: PgControlParts): Control {
  const reader = makeViewReader()

  async function transaction<Result>(work: (session: pg.ClientBase) => Promise<Result>): Promise<Result> {
    const session = await moves.connect()
    try {
      await session.query('BEGIN')
      const result = await work(session)
      await session.query('COMMIT')
      session.release()
      return result
    } catch (error) {
      const isWhole = await session.query('ROLLBACK').then(
        () => true,
        () => false,
      )
      session.release(!isWhole)
      throw error
    }
  }

  /** The database has failed over, and what was committed before may be lost. The first who sees it says so for all. */
  function renew({ timeline: known, timeline_now: timeline, epoch }: ViewRow): Promise<void> {
    return transaction(async (session) => {
      const { rows } = await session.query<{ epoch: string }>(NEW_EPOCH, [timeline, epoch])
      if (rows[0] !== undefined && rows[0].epoch !== epoch)
        await session.query(RAISE_TERMS, [timeline, known])
    })
  }

  async function viewOf(row: ViewRow): Promise<View> {
    if (row.timeline === row.timeline_now) return reader.read(row)
    await renew(row)
    const { rows } = await beats.query<ViewRow>({ name: 'view', text: VIEW, values: [reader.known()] })
    return reader.read(must(rows[0], 'the register has its one row'))
  }

  return {
    async enter(self, isAlone = false) {
      await transaction(async (session) => {
        await session.query('SELECT pg_advisory_xact_lock($1)', [ENTER_LOCK])
        await clearTheWay(session, self, isAlone)
        await session.query(
          `INSERT INTO node (node_id, incarnation, hb, status, address) VALUES ($1, $2, clock_timestamp(), 'up', $3)
           ON CONFLICT (node_id) DO UPDATE SET incarnation = excluded.incarnation, hb = excluded.hb, status = 'up',
             address = excluded.address`,
          [self.nodeId, self.incarnation, self.address],
        )
        await session.query(
          `DELETE FROM node WHERE NOT ${IS_IN} AND hb < clock_timestamp() - interval '1 day'`,
        )
      })
      const { rows } = await beats.query<ViewRow>({ name: 'view', text: VIEW, values: [reader.known()] })
      return viewOf(must(rows[0], 'the register has its one row'))
    },

    async beat({ nodeId, incarnation }) {
      const { rows } = await beats.query<ViewRow & { beaten: boolean; now_ms: number }>({
        name: 'beat',
        text: BEAT,
        values: [reader.known(), nodeId, incarnation],
      })
      const row = must(rows[0], 'the register has its one row')
      const before = row.nodes.find((node) => node.incarnation === incarnation)
      const { beaten: isAlive, now_ms: nowMs } = row
      return { isAlive, gapMs: before?.beatAgeMs ?? 0, nowMs, view: await viewOf(row) }
    },

    declareDead: (self, suspects, ageMs) =>
      transaction(async (session) => {
        const { rows: dead } = await session.query<{ node_id: string; name: string }>(DECLARE_DEAD, [
          self.nodeId,
          self.incarnation,
          suspects.map(({ nodeId }) => nodeId),
          suspects.map(({ incarnation }) => incarnation),
          ageMs,
        ])
        if (dead.length > 0) await session.query(END_SESSIONS, [dead.map(({ name }) => name)])
        return dead.map((node) => node.node_id)
      }),

    async claim(self, shards) {
      const { rows } = await moves.query<{ shard_id: number; term: string }>(CLAIM, asked(self, shards))
      return new Map(rows.map((row) => [row.shard_id, Number(row.term)]))
    },

    async handOver(self, shards, to) {
      const values = [...asked(self, shards), to.nodeId, to.incarnation]
      const { rows } = await moves.query<{ shard_id: number }>(HAND_OVER, values)
      return rows.map((row) => row.shard_id)
    },

    async leave({ nodeId, incarnation }, status) {
      await moves.query(`UPDATE node SET status = $3 WHERE node_id = $1 AND incarnation = $2 AND ${IS_IN}`, [
        nodeId,
        incarnation,
        status,
      ])
    },
  }
}

function asked(self: Self, shards: readonly Pick<ShardSeen, 'shard' | 'term'>[]): unknown[] {
  const { nodeId, incarnation } = self
  return [nodeId, incarnation, shards.map(({ shard }) => shard), shards.map(({ term }) => term)]
}

interface Rival {
  readonly node_id: string
  readonly name: string
  readonly beat: string
  readonly age_ms: number
  readonly restarted: boolean
  readonly has_sessions: boolean
}

/**
 * Declares those dead who must not be beside us, unless one may live. A killed process is known at once: the system
 * closed its sockets and its sessions are gone. That proves nothing right after the database itself restarted, when
 * everybody's are; then the beat decides.
 */
async function clearTheWay(session: pg.ClientBase, self: Self, isAlone: boolean): Promise<void> {
  const { rows: rivals } = await session.query<Rival>(
    `WITH ${SESSIONS}
     SELECT n.node_id, ${applicationNameSql('n')} AS name, n.hb::text AS beat, ${ageMsSql('n')} AS age_ms,
       n.hb < pg_postmaster_start_time() AS restarted,
       ${applicationNameSql('n')} IN (SELECT application_name FROM session) AS has_sessions
     FROM node n WHERE n.${IS_IN} AND n.incarnation <> $2 AND ($3 OR n.node_id = $1) ORDER BY n.node_id`,
    [self.nodeId, self.incarnation, isAlone],
  )
  for (const rival of rivals) {
    const mayLive = rival.age_ms < NAME_TTL_MS && (rival.restarted || rival.has_sessions)
    if (mayLive) throw new NameTaken(rival.node_id, rival.beat, rival.age_ms)
  }
  const ids = rivals.map(({ node_id }) => node_id)
  await session.query(`UPDATE node SET status = 'dead' WHERE node_id = ANY($1) AND ${IS_IN}`, [ids])
  // a frozen process may hold shard rows inside a statement; ending its sessions lets go of them
  await session.query(END_SESSIONS, [rivals.map(({ name }) => name)])
}
