/** Global set-up of `.nats.test.ts`: nats-server is here before the first of them runs. */
import { findOrFetch, NATS_SERVER } from './parts.ts'

export function setup(): void {
  findOrFetch(NATS_SERVER)
}
