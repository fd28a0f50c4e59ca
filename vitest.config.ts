/** Which tests there are: one project for each suffix, and the suffix says what a test needs. */
import { defineConfig } from 'vitest/config'

const ROOMS = '{engine,api,workers,clients,bench,deploy}'
const NEEDY = '**/*.{pg,nats,sim,web,types}.test.{ts,tsx}'
const SKIPPED = ['**/node_modules/**', '**/dist/**', 'data/**']
const TESTING = './engine/testing'

interface Needs {
  readonly workers: number
  readonly timeoutMs: number
  /** Runs once before the first of these tests, and what it returns after the last. */
  readonly globalSetup?: string
  /** Runs in the process of each test file. */
  readonly setup?: string
}

/** `expect.poll` gives up after 1 s by itself, which a machine of two busy cores may take for anything. */
const PATIENT = { poll: { timeout: 60_000 } }

const WITH_POSTGRES: Needs = {
  workers: 2,
  timeoutMs: 180_000,
  globalSetup: `${TESTING}/need-postgres.ts`,
  setup: `${TESTING}/use-postgres.ts`,
}

/** Tests that speak of one process, so three nodes would show nothing. */
const OF_ONE_PROCESS = [
  // starts the process itself, alone on its database
  'api/main.pg.test.ts',
  // asks PostgreSQL how it would read, and starts no node
  'api/plans.pg.test.ts',
]

/**
 * Groups run one after another, so that a test that needs a database never fights a browser for the cores.
 * Inside a group at most `workers` files run at a time.
 */
function suffix(name: string, group: number, { workers, timeoutMs, globalSetup, setup }: Needs) {
  return {
    test: {
      name,
      include: [`${ROOMS}/**/*.${name}.test.{ts,tsx}`],
      exclude: SKIPPED,
      pool: 'forks' as const,
      maxWorkers: workers,
      testTimeout: timeoutMs,
      hookTimeout: timeoutMs,
      expect: PATIENT,
      sequence: { groupOrder: group },
      globalSetup: globalSetup ? [globalSetup] : [],
      setupFiles: setup ? [setup] : [],
    },
  }
}

/** The tests of the single node once more, unchanged: `engine/testing/world.ts` gives them three on one nats-server. */
function cluster(group: number) {
  const { test } = suffix('pg', group, WITH_POSTGRES)
  return {
    test: {
      ...test,
      name: 'cluster',
      include: ['{api,clients}/**/*.pg.test.{ts,tsx}'],
      exclude: [...SKIPPED, ...OF_ONE_PROCESS],
      globalSetup: [...test.globalSetup, `${TESTING}/need-nats.ts`],
      env: { PARLEY_WORLD: 'cluster' },
    },
  }
}

export default defineConfig({
  test: {
    reporters: ['default', `${TESTING}/counts-reporter.ts`],
    projects: [
      {
        test: {
          name: 'pure',
          include: [`${ROOMS}/**/*.test.{ts,tsx}`],
          exclude: [...SKIPPED, NEEDY],
          // Not threads: uWebSockets.js aborts the process when a thread ends while it still lets go of a socket.
          pool: 'forks',
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: PATIENT,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'types',
          include: [],
          sequence: { groupOrder: 1 },
          typecheck: {
            enabled: true,
            only: true,
            checker: 'tsc',
            tsconfig: './engine/testing/tsconfig.types.json',
            include: [`${ROOMS}/**/*.types.test.ts`],
            spawnTimeout: 60_000,
          },
        },
      },
      suffix('sim', 2, { workers: 2, timeoutMs: 300_000 }),
      suffix('pg', 3, WITH_POSTGRES),
      suffix('nats', 4, { workers: 1, timeoutMs: 180_000, globalSetup: `${TESTING}/need-nats.ts` }),
      cluster(5),
      suffix('web', 6, { workers: 1, timeoutMs: 180_000, globalSetup: `${TESTING}/need-chromium.ts` }),
    ],
  },
})
