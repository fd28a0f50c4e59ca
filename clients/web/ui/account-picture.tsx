/** The face of an account at a network, with the network's sign; only the sign where there is no face. */
import { useState } from 'react'
import type { Network } from '../../../engine/protocol/post-shapes.ts'
import { NetworkMark } from './network-mark.tsx'

interface AccountPictureProps {
  network: Network
  pictureUrl: string | null
  /** Pixels. */
  size: number
}

/** Decoration: whoever uses it says the same in words. */
export function AccountPicture({ network, pictureUrl, size }: AccountPictureProps) {
  const [lost, setLost] = useState<string | null>(null)
  if (pictureUrl === null || pictureUrl === lost) return <NetworkMark network={network} size={size} />
  return (
    <span aria-hidden="true" className="relative inline-flex shrink-0">
      <img
        src={pictureUrl}
        alt=""
        width={size}
        height={size}
        loading="lazy"
        className="rounded-full bg-wash-strong object-cover"
        style={{ width: size, height: size }}
        onError={() => setLost(pictureUrl)}
      />
      <span className="absolute -right-1 -bottom-1 inline-flex rounded-[28%] ring-2 ring-raised">
        <NetworkMark network={network} size={size * 0.46} />
      </span>
    </span>
  )
}
