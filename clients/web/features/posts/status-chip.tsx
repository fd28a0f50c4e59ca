/** How a post stands, in a coloured word. */
import type { PostStatus } from '../../../../engine/post/status.ts'
import { classes } from '../../ui/classes.ts'
import { STATUS_LOOKS, TONE_CHIPS } from './status-look.ts'

export function StatusChip({ status }: { status: PostStatus }) {
  const { label, tone } = STATUS_LOOKS[status]
  return (
    <span
      className={classes(
        'inline-flex shrink-0 items-center rounded-md px-1.5 py-0.5 text-xs font-medium whitespace-nowrap',
        TONE_CHIPS[tone],
      )}
    >
      {label}
    </span>
  )
}
