/** `TIMELINE`: SQL for the timeline that PostgreSQL writes to now. A failover changes it, at once. */
export const TIMELINE = `('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int`

/**
 * Whether that is still the one under which the epoch began. Null: nobody has looked yet. What is written while it is
 * another would use numbers again that clients have seen.
 */
export const IS_THIS_HISTORY = `(SELECT timeline IS NULL OR timeline = ${TIMELINE} FROM cluster_meta)`
