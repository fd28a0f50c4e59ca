/** `plainNats`: how a test reaches a nats-server on the loopback that asks nobody who they are. */
import type { NatsSettings } from '../host/nats-settings.ts'

export function plainNats(port: number): NatsSettings {
  return {
    servers: [`127.0.0.1:${port}`],
    user: null,
    password: null,
    token: null,
    nkeySeed: null,
    tls: null,
    ignoreClusterUpdates: true,
  }
}
