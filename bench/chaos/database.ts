/** The database of the server under test, from outside: killed as a fault, and read as the truth. */
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { embeddedDatabase } from '../run/embedded-database.ts'
import type { Row } from './history.ts'
import { withClient } from './register.ts'

const BACK_MS_MAX = 60_000

/** SIGKILL to PostgreSQL and all of its processes, then waits until somebody has started it again. */
export async function killDatabase(dataDir: string): Promise<void> {
  const { pid } = await embeddedDatabase(dataDir)
  await signalDatabase(dataDir, 'SIGKILL')
  await isBack(dataDir, pid)
}

/** SIGQUIT, which PostgreSQL calls an immediate shutdown: it ends without a last word, and is started again. */
export async function restartDatabase(dataDir: string): Promise<void> {
  const { pid } = await embeddedDatabase(dataDir)
  process.kill(pid, 'SIGQUIT')
  await isBack(dataDir, pid)
}

/** To the postmaster first, so that it starts no more of them, then to all of its processes. */
export async function signalDatabase(
  dataDir: string,
  signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT',
): Promise<void> {
  const { pid } = await embeddedDatabase(dataDir)
  // on other systems than Linux the children end by themselves once their parent is gone
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  for (const one of [pid, ...children.split(' ').filter(Boolean).map(Number)]) {
    try {
      process.kill(one, signal)
    } catch {
      // it went with its parent
    }
  }
}

async function isBack(dataDir: string, formerPid: number): Promise<void> {
  const giveUpAt = performance.now() + BACK_MS_MAX
  for (;;) {
    try {
      const { pid, url } = await embeddedDatabase(dataDir)
      if (pid !== formerPid) return await withClient(url, async () => undefined)
    } catch {
      // not yet
    }
    if (performance.now() > giveUpAt) throw new Error('nobody has started the database again')
    await sleep(50)
  }
}

interface Found extends Record<'room' | 'seq' | 'kind' | 'author' | 'command' | 'term', string> {
  readonly text: string | null
  readonly projected: boolean | null
}

/** Every event of the given rooms, where nobody edits: so no message has changed, and the conversation shows the last one. */
export async function readJournal(databaseUrl: string, roomIds: readonly string[]): Promise<Row[]> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<Found>(
      `SELECT e.room_id AS room, e.seq, e.kind, e.author_id AS author, e.command_id AS command, e.term,
              CASE WHEN e.kind = 'message.sent' THEN e.payload->>'text' END AS text,
              e.seq <= c.head AND (e.kind <> 'message.sent' OR m.seq IS NULL AND (e.seq < c.last_message_seq
                OR e.seq = c.last_message_seq AND c.last_message_text = left(e.payload->>'text', 200))) AS projected
         FROM event e
         LEFT JOIN conversation c ON c.id = e.room_id
         LEFT JOIN message m ON m.conversation_id = e.room_id AND m.seq = e.seq
        WHERE e.room_id = ANY($1)`,
      [roomIds],
    )
    return rows.map((row) => ({
      roomId: row.room,
      seq: Number(row.seq),
      kind: row.kind,
      authorId: row.author,
      commandId: row.command,
      text: row.text,
      term: Number(row.term),
      projected: row.projected === true,
    }))
  })
}
