/** A new webhook: its address, what it is told, and then, once, the secret that its deliveries are signed with. */
import { Copy, KeyRound } from 'lucide-react'
import { type FormEvent, useRef, useState } from 'react'
import { copyText } from '../../../app/copy-text.ts'
import { newId } from '../../../app/new-id.ts'
import { errorText, reasonOf } from '../../../app/reasons.ts'
import { Button } from '../../../ui/button.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field, INPUT_CLASSES } from '../../../ui/field.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { EVENT_KINDS, EVENT_WORDS, type EventKind } from './event-words.ts'
import { useAddWebhook } from './use-webhooks.ts'

const WHICH = [
  { value: 'all', label: 'Everything' },
  { value: 'some', label: 'Only some' },
] as const

export function AddWebhook({ onClose }: { onClose: () => void }) {
  const add = useAddWebhook()
  const asked = useRef({ wish: '', commandId: '' })
  const [url, setUrl] = useState('')
  const [which, setWhich] = useState<'all' | 'some'>('all')
  const [kinds, setKinds] = useState<ReadonlySet<EventKind>>(new Set())
  if (add.data) return <SecretDialog url={add.data.webhook.url} secret={add.data.secret} onClose={onClose} />
  const toggle = (kind: EventKind) => {
    const next = new Set(kinds)
    if (!next.delete(kind)) next.add(kind)
    setKinds(next)
  }
  const isGood = url.trim() !== '' && (which === 'all' || kinds.size > 0)
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!isGood || add.isPending) return
    const wish = { url: url.trim(), events: which === 'all' ? [] : [...kinds] }
    const words = JSON.stringify(wish)
    // the same again is the same wish, whose answer may have been lost; another address is another one
    if (asked.current.wish !== words) asked.current = { wish: words, commandId: newId() }
    add.mutate({ ...wish, commandId: asked.current.commandId })
  }
  return (
    <Dialog title="Add a webhook" onClose={onClose} width={520}>
      <form onSubmit={send} className="overflow-y-auto px-5 pb-5">
        <Field
          label="Address"
          type="url"
          inputMode="url"
          placeholder="https://"
          required
          data-autofocus
          maxLength={2_000}
          value={url}
          onChange={(event) => {
            setUrl(event.target.value)
            if (add.isError) add.reset()
          }}
          error={add.isError ? addressFault(add.error) : null}
          hint="On the open internet, with https. Each event comes there as a POST, signed."
        />
        <p className="mt-4 mb-1.5 text-sm font-medium text-ink-soft">What it is told</p>
        <Tabs label="What it is told" value={which} options={WHICH} onChange={setWhich} />
        {which === 'some' && (
          <fieldset className="mt-3 grid grid-cols-2 gap-x-3">
            <legend className="sr-only">Events</legend>
            {EVENT_KINDS.map((kind) => (
              <Checkbox
                key={kind}
                isOn={kinds.has(kind)}
                onChange={() => toggle(kind)}
                className="h-8 min-w-0"
              >
                <span className="truncate">{EVENT_WORDS[kind]}</span>
              </Checkbox>
            ))}
          </fieldset>
        )}
        <div className="mt-5 flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Back
          </Button>
          <Button look="primary" type="submit" disabled={!isGood} busy={add.isPending}>
            Add it
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** The only input that can be wrong is the address. */
function addressFault(error: unknown): string {
  if (reasonOf(error) !== 'INVALID_INPUT') return errorText(error)
  return 'It must begin with https:// and hold no password.'
}

interface SecretDialogProps {
  url: string
  secret: string
  onClose: () => void
}

function SecretDialog({ url, secret, onClose }: SecretDialogProps) {
  return (
    <Dialog title="Keep its secret" onClose={onClose} width={520}>
      <div className="overflow-y-auto px-5 pb-5">
        <p className="flex items-start gap-2.5 rounded-xl bg-signal-wash px-3 py-2.5">
          <KeyRound size={18} className="mt-0.5 shrink-0 text-signal-ink" aria-hidden="true" />
          <span>
            What comes to <span className="font-medium break-all">{url}</span> is signed with this. It is
            shown this once: put it where that server finds it.
          </span>
        </p>
        <input
          readOnly
          data-autofocus
          aria-label="Secret"
          value={secret}
          onFocus={(event) => event.target.select()}
          className={`${INPUT_CLASSES} mt-3 h-10 font-mono text-sm`}
        />
        <p className="mt-3 text-sm text-ink-faint">
          The header <code>parley-signature</code> is <code>t=…,v1=…</code>: v1 is the HMAC-SHA256 of “t.body”
          with the secret, in hex.
        </p>
        <div className="mt-5 flex justify-end gap-2">
          <Button onClick={() => copyText(secret, 'Secret copied')}>
            <Copy size={16} aria-hidden="true" />
            Copy
          </Button>
          <Button look="primary" onClick={onClose}>
            It is kept
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
