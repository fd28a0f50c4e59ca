/** What stands beside the form on wide screens: the promise of Parley, drawn as a conversation that waited. */
import { Check, Clock3 } from 'lucide-react'
import { Logo } from '../../ui/logo.tsx'

export function PromisePanel() {
  return (
    <aside
      aria-hidden="true"
      className="relative hidden w-[min(46%,44rem)] shrink-0 flex-col justify-between overflow-hidden rounded-3xl bg-[oklch(0.335_0.062_208)] p-10 text-[oklch(0.96_0.012_100)] lg:flex"
    >
      <Flag />
      <div className="relative flex items-center gap-3">
        <Logo size={34} />
        <span className="text-lg font-semibold tracking-tight">Parley</span>
      </div>
      <div className="relative max-w-96 space-y-2.5">
        <Said name="Noor" text="Tunnel ahead, I might drop out." mark="sent" />
        <Said name="Noor" text="The numbers are in: go for Thursday." mark="waiting" />
        <Said name="Emil" text="Got both. Thursday it is." mark="sent" right />
      </div>
      <div className="relative">
        <p className="text-[1.75rem] leading-[1.15] font-semibold tracking-tight text-balance">
          Say it once.
          <br />
          It arrives once.
        </p>
        <p className="mt-3 max-w-80 text-[oklch(0.86_0.03_200)]">
          Messages wait for the network, keep their order, and are never lost on the way.
        </p>
      </div>
    </aside>
  )
}

function Said({
  name,
  text,
  mark,
  right,
}: {
  name: string
  text: string
  mark: 'sent' | 'waiting'
  right?: boolean
}) {
  const Mark = mark === 'sent' ? Check : Clock3
  return (
    <div className={right ? 'flex justify-end' : 'flex'}>
      <div
        className={
          right
            ? 'rounded-2xl rounded-br-md bg-[oklch(0.82_0.115_68)] px-4 py-2.5 text-[oklch(0.27_0.05_55)]'
            : 'rounded-2xl rounded-bl-md bg-[oklch(0.96_0.02_190/0.12)] px-4 py-2.5'
        }
      >
        <div className="flex items-center gap-1.5 text-xs opacity-75">
          {name}
          <Mark size={12} />
        </div>
        <div className="text-md">{text}</div>
      </div>
    </div>
  )
}

/** The flag of the mark, larger than the panel: it flies off the edge. */
function Flag() {
  return (
    <svg
      viewBox="0 0 32 32"
      aria-hidden="true"
      className="absolute -right-52 -bottom-20 size-[46rem] opacity-[0.07]"
    >
      <path d="M13.2 7.2h5.3a5.9 5.9 0 0 1 0 11.8h-.9l-4.4 3.9z" fill="currentColor" />
    </svg>
  )
}
