/** Something is under way. */
import { LoaderCircle } from 'lucide-react'
import { classes } from './classes.ts'

export function Spinner({ size = 16, className }: { size?: number; className?: string }) {
  return <LoaderCircle size={size} aria-hidden="true" className={classes('animate-spin', className)} />
}
