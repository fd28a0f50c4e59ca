/** `upload`: brings a file to the server. By XMLHttpRequest, because fetch cannot tell how much of a body has left. */
import type { Reason } from '../../../engine/protocol/errors.ts'
import { Refusal } from '../../../engine/protocol/errors.ts'
import type { UploadOptions } from './parley.ts'
import type { MediaView } from './posts-api.ts'
import { reasonOf } from './reasons.ts'

/** Refuses as calls do: a `Refusal` for a reason of the server, an error when it was not reached. */
export function upload(file: File, { onProgress, signal }: UploadOptions): Promise<MediaView> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', '/media')
    request.responseType = 'json'
    request.setRequestHeader('content-type', file.type || 'application/octet-stream')
    // headers are Latin-1, names of files are not
    request.setRequestHeader('x-file-name', encodeURIComponent(file.name))
    request.setRequestHeader('x-session', 'cookie')
    request.setRequestHeader('x-csrf', csrfCookie())
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total)
    request.onerror = () => reject(new Error('the server was not reached'))
    request.onabort = () => reject(new DOMException('the upload was given up', 'AbortError'))
    request.onload = () => {
      const body = request.response as { media?: MediaView } | null
      if (request.status < 300 && body?.media) resolve(body.media)
      else reject(refusalOf(body))
    }
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}

function refusalOf(body: unknown): Error {
  const reason: Reason | null = reasonOf((body as { error?: unknown } | null)?.error) ?? reasonOf(body)
  return reason === null ? new Error('the server gave no answer that we know') : new Refusal(reason)
}

function csrfCookie(): string {
  const found = document.cookie.split('; ').find((each) => each.startsWith('parley_csrf='))
  return found?.slice('parley_csrf='.length) ?? ''
}
