/** `useUploads`: files on their way to the server, with how far each has come; they become media when they are there. */
import { useEffect, useRef, useState } from 'react'
import { newId } from '../../../app/new-id.ts'
import { useParley } from '../../../app/parley.ts'
import type { MediaView } from '../../../app/posts-api.ts'
import { errorText } from '../../../app/reasons.ts'
import { notify } from '../../../ui/notice.tsx'

export interface Upload {
  readonly id: string
  readonly name: string
  /** Of 1. */
  readonly share: number
}

export function useUploads(onDone: (medium: MediaView) => void) {
  const parley = useParley()
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const running = useRef(new Map<string, AbortController>())
  const done = useRef(onDone)
  useEffect(() => {
    done.current = onDone
  })
  useEffect(() => {
    const all = running.current
    return () => {
      for (const one of all.values()) one.abort()
    }
  }, [])

  const start = async (file: File) => {
    const id = newId()
    const cancel = new AbortController()
    running.current.set(id, cancel)
    setUploads((before) => [...before, { id, name: file.name, share: 0 }])
    const onProgress = (share: number) =>
      setUploads((before) => before.map((one) => (one.id === id ? { ...one, share } : one)))
    try {
      done.current(await parley.upload(file, { onProgress, signal: cancel.signal }))
    } catch (error) {
      if (!cancel.signal.aborted) notify(`${file.name}: ${errorText(error)}`)
    } finally {
      running.current.delete(id)
      setUploads((before) => before.filter((one) => one.id !== id))
    }
  }
  return {
    uploads,
    add: (files: Iterable<File>) => {
      for (const file of files) void start(file)
    },
    cancel: (id: string) => running.current.get(id)?.abort(),
  }
}

/** Pictures and films of a drop or a paste. */
export function filesOf(data: DataTransfer): File[] {
  return [...data.files].filter(({ type }) => /^(image|video)\//.test(type))
}
