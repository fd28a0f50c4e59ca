/** A week of two accounts is planned in a database, and the twin, as the process that people start, says what will become of it. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Company, company } from '../../api/posts/testing.ts'
import { type Parley, withParley } from '../../api/testing.ts'
import type { Prediction } from './predict.ts'
import type { Summary } from './summary.ts'
import type { Warning } from './warnings.ts'

interface Told {
  readonly predictions: readonly Prediction[]
  readonly warnings: readonly Warning[]
  readonly summary: Summary
}

const DAY_MS = 24 * 60 * 60_000
const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))

let parley: Parley
let here: Company
let folder: string

beforeAll(async () => {
  parley = await withParley({ passwordThreads: 2 })
  here = await company(parley)
  folder = await mkdtemp(join(tmpdir(), 'parley-twin-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
  await parley.stop()
})

/** Its exit code and what it printed. */
function twin(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = { PATH: process.env.PATH, DATABASE_URL: parley.node.store.databaseUrl }
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { cwd: folder, env }, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    )
  })
}

async function told(...args: string[]) {
  const file = join(folder, 'told.json')
  const run = await twin('--organisation', here.organisationId, '--json', file, ...args)
  if (run.code === 2) throw new Error(run.err)
  return { ...run, ...(JSON.parse(await readFile(file, 'utf8')) as Told) }
}

/** At nine in UTC, so many days from now. */
async function schedule(
  days: number,
  text: string,
  accounts: readonly { id: string; network: 'x' | 'facebook' }[],
) {
  const day = new Date(parley.node.clock.now() + days * DAY_MS).toISOString().slice(0, 10)
  const { post } = await here.adam.posts.schedule({
    text,
    targets: accounts.map(({ id, network }) => ({ to: { kind: 'account', accountId: id, network } })),
    at: { localDateTime: `${day}T09:00`, timeZone: 'UTC' },
  })
  return post.id
}

/** Everything that a twin could have changed. */
async function fingerprint(): Promise<unknown> {
  const tables = ['event', 'due', 'post_target', 'social_account', 'budget', 'snapshot']
  const sums = tables.map(
    (name) =>
      `(SELECT md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) FROM ${name} t) AS ${name}`,
  )
  return parley.node.store.em().execute(`SELECT ${sums.join(', ')}`)
}

test('what is planned goes out in time on a calm week, and the database is as it was', async () => {
  const x = { id: await here.account('x', 'Acme'), network: 'x' as const }
  const facebook = { id: await here.account('facebook', 'AcmePage'), network: 'facebook' as const }
  for (const days of [1, 3, 5]) await schedule(days, `news of day ${days}`, [x, facebook])
  await schedule(12, 'beyond the week', [x])
  const before = await fingerprint()
  const { code, out, predictions, warnings, summary } = await told('--faults', 'calm')
  expect(warnings).toEqual([])
  expect(predictions.map(({ fate }) => fate)).toEqual(Array(6).fill('published'))
  expect(summary).toMatchObject({ published: 6, late: 0, needsPerson: 0, isTrouble: false })
  expect(summary.costUsd).toBeGreaterThanOrEqual(3 * 0.015)
  expect(out).toContain('X @acme')
  expect(out).toContain('6 published, all in time')
  expect(code).toBe(0)
  expect(await fingerprint()).toEqual(before)

  const worse = await told('--faults', 'bad', '--seed', '2')
  expect(worse.predictions).toHaveLength(6)
  expect(worse.code, 'faults of networks are nobody’s here').toBe(0)
})

test('it ends with 1 when somebody must do something whatever networks do', async () => {
  const dead = { id: await here.account('x', 'Gone', { health: 'dead' }), network: 'x' as const }
  const postId = await schedule(2, 'to whom nobody is', [dead])
  const { code, out, predictions, warnings } = await told()
  expect(predictions.find((one) => one.postId === postId)).toMatchObject({
    fate: 'needsPerson',
    asks: [{ what: 'to connect the account again' }],
  })
  expect(warnings).toMatchObject([{ postId, isFatal: true }])
  expect(out).toContain('somebody is asked to connect the account again')
  expect(code).toBe(1)
})

test('it says what it does, and what it was asked wrongly', async () => {
  const helped = await twin('--help')
  expect([helped.code, helped.out]).toEqual([0, expect.stringContaining('npm run twin')])
  const wrong = await twin('--days', 'many')
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('--days takes 1 to 31')])
  const unknown = await twin('--faults', 'worst')
  expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining('calm, usual, bad')])
})
