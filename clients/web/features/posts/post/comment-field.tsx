/** A remark on a post, for colleagues; it becomes a line of its story. */
import { type FormEvent, useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { INPUT_CLASSES } from '../../../ui/field.tsx'
import { usePostDeed } from './use-post.ts'

export function CommentField({ postId }: { postId: string }) {
  const [text, setText] = useState('')
  const comment = usePostDeed(postId, () => setText(''))
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '') comment.mutate({ do: 'comment', text: text.trim() })
  }
  return (
    <form onSubmit={send} className="mt-5 flex items-end gap-2">
      <textarea
        aria-label="Remark"
        placeholder="Say something about it"
        rows={1}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className={`${INPUT_CLASSES} field-sizing-content max-h-40 min-h-9 py-2 leading-5`}
      />
      <Button type="submit" disabled={text.trim() === ''} busy={comment.isPending}>
        Comment
      </Button>
    </form>
  )
}
