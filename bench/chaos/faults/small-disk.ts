/** `mountSmallDisk`: a disk of a few MB in memory, which a ballast file fills to the last byte and frees again. */
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { join } from 'node:path'

export interface SmallDisk {
  /** Takes every byte that is left. Returns how many those were; zero when it was full. */
  fill(): Promise<number>
  free(): Promise<void>
  unmount(): void
}

/** This system does not let us mount. */
export class MountRefused extends Error {
  override readonly name = 'MountRefused'
}

const CHUNKS = [1024 * 1024, 4096]

/** Mounts it over `dir`, which is made. Unmounted at the exit of this process at the latest. Throws MountRefused. */
export function mountSmallDisk(dir: string, megabytes: number): SmallDisk {
  mkdirSync(dir, { recursive: true })
  try {
    const options = `size=${megabytes}m,mode=0711`
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', dir], { stdio: 'pipe' })
  } catch (error) {
    throw new MountRefused(`a small disk cannot be mounted; this fault needs root: ${error}`)
  }
  const ballast = join(dir, 'ballast')
  let isMounted = true
  const unmount = () => {
    if (!isMounted) return
    isMounted = false
    // lazily: what ran on it may be about to end
    execFileSync('umount', ['--lazy', dir])
    process.off('exit', unmount)
  }
  process.once('exit', unmount)
  return {
    async fill() {
      const file = await open(ballast, 'a')
      try {
        let written = 0
        for (const bytes of CHUNKS) written += await appendAll(file, Buffer.alloc(bytes))
        return written
      } finally {
        await file.close()
      }
    },
    free: () => rm(ballast, { force: true }),
    unmount,
  }
}

/** Appends until nothing fits. Returns the bytes. */
async function appendAll(file: FileHandle, chunk: Buffer): Promise<number> {
  for (let written = 0; ; ) {
    try {
      written += (await file.write(chunk)).bytesWritten
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return written
      throw error
    }
  }
}
