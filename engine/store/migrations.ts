/** The migrations in their order. A test holds this list equal to the folder. */
import { Spine } from '../../migrations/0001-spine.ts'
import { Timeline } from '../../migrations/0002-timeline.ts'

export const MIGRATIONS = [
  { name: '0001-spine', class: Spine },
  { name: '0002-timeline', class: Timeline },
] as const
