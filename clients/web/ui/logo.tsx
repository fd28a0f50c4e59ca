/** The mark of Parley: a flag of truce that is also a word spoken, and a P. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" className="shrink-0">
      <rect width="32" height="32" rx="8.5" fill="#0f5f66" />
      <path d="M10 6.6v18.8" stroke="#f6f3ea" strokeWidth="3" strokeLinecap="round" />
      <path d="M13.2 7.2h5.3a5.9 5.9 0 0 1 0 11.8h-.9l-4.4 3.9z" fill="#f2a65a" />
    </svg>
  )
}
