/** Grey shapes where something will be. They wait 160 ms before they appear, so what is quick never flickers. */
import { classes } from './classes.ts'

export function Bone({ className }: { className: string }) {
  return <div className={classes('animate-breathe rounded-md bg-wash-strong', className)} />
}

/** Rows like those of a list: a picture and two lines. */
export function SkeletonRows({ count, label }: { count: number; label: string }) {
  return (
    <div className="animate-late" role="status" aria-label={label}>
      {Array.from({ length: count }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bones have no other name
        <div key={row} className="flex items-center gap-3 px-3 py-2.5">
          <Bone className="size-9 rounded-full" />
          <div className="flex-1 space-y-2">
            <Bone className={['h-3 w-2/5', 'h-3 w-1/2', 'h-3 w-1/3'][row % 3] as string} />
            <Bone className={['h-2.5 w-4/5', 'h-2.5 w-3/5', 'h-2.5 w-2/3'][row % 3] as string} />
          </div>
        </div>
      ))}
    </div>
  )
}
