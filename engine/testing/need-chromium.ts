/** Global set-up of `.web.test.ts`: Chromium is here before the first of them runs. */
import { CHROMIUM, findOrFetch } from './parts.ts'

export function setup(): void {
  findOrFetch(CHROMIUM)
}
