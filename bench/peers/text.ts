/** `TEXT`: what everybody says in the suite: when it was due, and some words. */
import { TIME_SLOT } from '../load/plan.ts'

export const TEXT = `${TIME_SLOT} see you at noon`
