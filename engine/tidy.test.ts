/** The laws of the repository. Each is one small rule in engine/tidy/, tested there by an example that breaks it. */
import { expect, test } from 'vitest'
import { noBarrels } from './tidy/barrels.ts'
import { noCycles } from './tidy/cycles.ts'
import { noDeadFiles } from './tidy/dead-files.ts'
import { envExample } from './tidy/env-example.ts'
import { importLaw } from './tidy/import-law.ts'
import { wholeLockfile } from './tidy/lockfile.ts'
import { machineWords } from './tidy/machine-words.ts'
import { migrationNumbers } from './tidy/migration-numbers.ts'
import { packageLaw } from './tidy/package-law.ts'
import { pureRooms } from './tidy/pure-rooms.ts'
import { readTree } from './tidy/read-tree.ts'
import { readmePaths } from './tidy/readme-paths.ts'
import { size } from './tidy/size.ts'
import { topLevel } from './tidy/top-level.ts'
import type { Rule } from './tidy/tree.ts'
import { words } from './tidy/words.ts'

const LAWS: readonly Rule[] = [
  importLaw,
  packageLaw,
  noCycles,
  noBarrels,
  noDeadFiles,
  pureRooms,
  words,
  size,
  readmePaths,
  machineWords,
  topLevel,
  migrationNumbers,
  envExample,
  wholeLockfile,
]

const repository = readTree(`${import.meta.dirname}/..`)

test.each(LAWS)('$name', ({ check }) => {
  const complaints = check(repository).map(({ path, line, why }) => `${path}:${line} ${why}`)
  expect(complaints.join('\n')).toBe('')
})
