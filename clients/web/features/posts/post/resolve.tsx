/** Asks a person what no machine can know: whether a post is at its network, after nobody answered. */
import { type FormEvent, useState } from 'react'
import type { PostView, TargetView } from '../../../app/posts-api.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field } from '../../../ui/field.tsx'
import { usePostDeed } from './use-post.ts'

interface ResolveProps {
  post: PostView
  target: TargetView
  step: number
}

export function Resolve({ post, target, step }: ResolveProps) {
  const [isLinking, setLinking] = useState(false)
  const [url, setUrl] = useState('')
  const deed = usePostDeed(post.id, () => setLinking(false))
  const of = { do: 'resolve', targetId: target.id, step } as const
  const saveThere = (event: FormEvent) => {
    event.preventDefault()
    deed.mutate({ ...of, as: 'there', url: url.trim() })
  }
  return (
    <div className="mt-2.5 flex flex-wrap gap-2">
      <Button look="primary" onClick={() => setLinking(true)}>
        It is there
      </Button>
      <Button
        busy={deed.isPending && deed.variables?.do === 'resolve' && deed.variables.as === 'absent'}
        onClick={() => deed.mutate({ ...of, as: 'absent' })}
      >
        It is not there: send it
      </Button>
      {isLinking && (
        <Dialog title="It is there" onClose={() => setLinking(false)} width={440}>
          <form className="px-5 pb-5" onSubmit={saveThere}>
            <p className="mb-3 text-ink-soft">Then it counts as published, and is not sent again.</p>
            <Field
              label="Its address, if you have it at hand"
              type="url"
              placeholder="https://"
              data-autofocus
              value={url}
              onChange={(event) => setUrl(event.target.value)}
            />
            <div className="mt-5 flex justify-end gap-2">
              <Button look="quiet" onClick={() => setLinking(false)}>
                Back
              </Button>
              <Button look="primary" type="submit" busy={deed.isPending}>
                It is there
              </Button>
            </div>
          </form>
        </Dialog>
      )}
    </div>
  )
}
