/** The words of a message, with links that are safe to click. Text stays text: nothing is ever inserted as HTML. */
import { memo, useMemo } from 'react'
import { type Block, readFormatting, type Span } from './formatting.ts'

export const MessageText = memo(function MessageText({ text }: { text: string }) {
  const blocks = useMemo(() => readFormatting(text), [text])
  return (
    <div className="message-text space-y-1.5 text-md leading-[1.45]">
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no other name, and hold no state
        <BlockView key={index} block={block} />
      ))}
    </div>
  )
})

function BlockView({ block }: { block: Block }) {
  if (block.kind === 'code') {
    return (
      <pre className="max-w-full overflow-x-auto rounded-lg bg-wash-strong px-3 py-2 font-mono text-sm whitespace-pre">
        {block.text}
      </pre>
    )
  }
  const spans = block.spans.map((span, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: as above
    <SpanView key={index} span={span} />
  ))
  if (block.kind === 'quote') {
    return <blockquote className="border-l-2 border-line-strong pl-3 text-ink-soft">{spans}</blockquote>
  }
  return <p>{spans}</p>
}

function SpanView({ span }: { span: Span }) {
  switch (span.kind) {
    case 'text':
      return span.text
    case 'code':
      return <code className="rounded bg-wash-strong px-1 py-0.5 font-mono text-[0.875em]">{span.text}</code>
    case 'strong':
      return <strong className="font-semibold">{span.text}</strong>
    case 'emphasis':
      return <em>{span.text}</em>
    case 'link':
      return (
        <a
          href={span.href}
          target="_blank"
          rel="noopener noreferrer nofollow"
          className="rounded-sm text-accent underline decoration-accent/35 underline-offset-3 hover:decoration-accent"
        >
          {span.text}
        </a>
      )
  }
}
