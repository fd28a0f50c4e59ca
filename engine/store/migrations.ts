/** The migrations in their order. A test holds this list equal to the folder. */
import { Spine } from '../../migrations/0001-spine.ts'

export const MIGRATIONS = [{ name: '0001-spine', class: Spine }] as const
