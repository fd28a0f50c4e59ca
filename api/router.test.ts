import type { AnyTRPCRouter } from '@trpc/server'
import { expect, test } from 'vitest'
import { makeMetrics } from '../engine/host/metrics.ts'
import { appRouter } from './router.ts'
import { makeDirects } from './transport/direct.ts'

test('every procedure is flat enough to be run without the middlewares of tRPC', () => {
  const { procedures }: AnyTRPCRouter['_def'] = appRouter._def
  expect([...makeDirects(appRouter, makeMetrics()).keys()].sort()).toEqual(Object.keys(procedures).sort())
})
