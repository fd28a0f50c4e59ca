/** What is said where nothing is yet, and what can be done about it. */
import type { ReactNode } from 'react'

interface EmptyProps {
  icon: ReactNode
  title: string
  children?: ReactNode
  action?: ReactNode
}

export function Empty({ icon, title, children, action }: EmptyProps) {
  return (
    <div className="flex animate-late flex-col items-center px-6 py-10 text-center">
      <div className="mb-4 inline-flex size-12 items-center justify-center rounded-2xl bg-accent-wash text-accent">
        {icon}
      </div>
      <h2 className="text-md font-semibold tracking-tight">{title}</h2>
      {children && <div className="mt-1 max-w-72 text-ink-soft">{children}</div>}
      {action && <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}
