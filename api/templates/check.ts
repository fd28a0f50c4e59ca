/** What can be wrong with a name that people give a template. */
import { UniqueConstraintViolationException } from '@mikro-orm/core'
import { refuse } from '../../engine/protocol/errors.ts'

/** Does `write`. Refuses with TEMPLATE_NAME_TAKEN when another template of the organisation has the name. */
export async function checkName<Value>(write: () => Promise<Value>): Promise<Value> {
  try {
    return await write()
  } catch (error) {
    if (error instanceof UniqueConstraintViolationException) refuse('TEMPLATE_NAME_TAKEN')
    throw error
  }
}
