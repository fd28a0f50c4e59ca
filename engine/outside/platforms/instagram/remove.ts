/** `remove`: takes a post or a comment of Instagram back, where `mayRemove` says that it can be. */
import { removeBy } from '../meta/remove.ts'
import { troubleOf } from './answers.ts'
import type { InstagramParts } from './settings.ts'

export const remove = removeBy<InstagramParts>(troubleOf)
