import type { AnyTRPCRouter } from '@trpc/server'
import { expect, test } from 'vitest'
import { makeMetrics } from '../engine/host/metrics.ts'
import { appRouter } from './router.ts'
import { makeDirects } from './transport/direct.ts'

test('every query and mutation is flat enough to be run without the middlewares of tRPC', () => {
  const { procedures }: AnyTRPCRouter['_def'] = appRouter._def
  const calls = Object.keys(procedures).filter((path) => procedures[path]._def.type !== 'subscription')
  expect([...makeDirects(appRouter, makeMetrics()).keys()].sort()).toEqual(calls.sort())
})
