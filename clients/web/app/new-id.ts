/** Ids of commands made on this device. Not `crypto.randomUUID`: that exists only on https and localhost. */
import { idSource } from '../../../engine/kernel/ids.ts'

export const newId = idSource(
  () => Date.now(),
  () => (crypto.getRandomValues(new Uint32Array(1))[0] as number) / 0x1_0000_0000,
)
