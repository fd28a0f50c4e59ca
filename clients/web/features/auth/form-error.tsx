/** A refusal that belongs to no single field. */
export function FormError({ text }: { text: string | null }) {
  if (text === null) return null
  return (
    <p role="alert" className="animate-appear rounded-lg bg-danger-wash px-3 py-2.5 text-danger">
      {text}
    </p>
  )
}
