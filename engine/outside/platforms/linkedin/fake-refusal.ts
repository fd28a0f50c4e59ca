/** `refusal`: how the fake says no, as LinkedIn does. */
import type { FakeReply } from '../fake-server.ts'

export function refusal(status: number, code: string, message: string): FakeReply {
  return { status, body: { status, code, message, serviceErrorCode: 100 } }
}
