/** `remove`: takes a post, a film or a comment of a page back. */
import { removeBy } from '../meta/remove.ts'
import { troubleOf } from './answers.ts'
import type { FacebookParts } from './settings.ts'

export const remove = removeBy<FacebookParts>(troubleOf)
