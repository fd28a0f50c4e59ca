/** How many are unread. Apricot, because that colour means "new" everywhere. */
export function Badge({ count }: { count: number }) {
  if (count === 0) return null
  return (
    <span className="inline-flex h-[1.15rem] min-w-[1.15rem] items-center justify-center rounded-full bg-signal px-1.5 text-[0.6875rem] leading-none font-semibold text-on-signal tabular-nums">
      <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
      <span className="sr-only">{count > 99 ? 'more than 99' : count} unread</span>
    </span>
  )
}
