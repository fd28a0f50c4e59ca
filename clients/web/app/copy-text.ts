/** `copyText`: puts words on the clipboard, and says whether that went well. */
import { notify } from '../ui/notice.tsx'

/** `said` is shown when they are there. */
export function copyText(text: string, said: string): void {
  // the clipboard exists only on https and localhost
  const copied = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'))
  copied.then(
    () => notify(said),
    () => notify('The browser does not allow copying here'),
  )
}
