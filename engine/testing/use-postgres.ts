/** Set-up of each file of `.pg.test.ts`: tells engine/store/testing.ts which server belongs to this worker. */
const urls = process.env.TEST_DATABASE_URLS?.split(' ') ?? []
const worker = Number(process.env.VITEST_POOL_ID ?? 1)
const url = urls[(worker - 1) % urls.length]
if (url !== undefined) process.env.TEST_DATABASE_URL = url
