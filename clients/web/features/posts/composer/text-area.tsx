/** A text area that grows with its words. */
import { useLayoutEffect, useRef } from 'react'
import { classes } from '../../../ui/classes.ts'

interface TextAreaProps {
  label: string
  placeholder: string
  value: string
  onChange: (value: string) => void
  className?: string
}

export function TextArea({ label, placeholder, value, onChange, className }: TextAreaProps) {
  const area = useRef<HTMLTextAreaElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const element = area.current
    if (!element) return
    element.style.height = 'auto'
    element.style.height = `${element.scrollHeight}px`
  }, [value])
  return (
    <textarea
      ref={area}
      rows={1}
      aria-label={label}
      placeholder={placeholder}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={classes(
        'block w-full resize-none overflow-hidden bg-transparent px-4 py-3 text-md leading-6 outline-none',
        className ?? 'min-h-36',
      )}
    />
  )
}
