import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { ConversationCommand } from './commands/conversation-command.ts'
import { ConversationEvent } from './events/conversation-event.ts'
import { PROTOCOL_VERSION, SCHEMA_HASH } from './version.ts'

it('belongs to the schemas of commands and events as they are', () => {
  const schemas = [ConversationCommand, ConversationEvent].map((schema) => z.toJSONSchema(schema))
  const hash = createHash('sha256').update(JSON.stringify(schemas)).digest('hex').slice(0, 16)
  expect(
    hash,
    `The shape of commands or events has changed. Journals hold events of every former shape: make sure they still
    parse and fold. Then set PROTOCOL_VERSION to ${PROTOCOL_VERSION + 1} and SCHEMA_HASH to '${hash}' in version.ts.`,
  ).toBe(SCHEMA_HASH)
})
