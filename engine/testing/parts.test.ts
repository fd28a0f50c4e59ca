import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { findPart, type Part } from './parts.ts'

const folder = mkdtempSync(join(tmpdir(), 'parley-parts-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function program(name: string, mode: number): string {
  const path = join(folder, name)
  writeFileSync(path, '#!/bin/sh\n')
  chmodSync(path, mode)
  return path
}

const kettle: Part = {
  name: 'Kettle',
  programs: ['kettle', 'kettle-stable'],
  places: [join(folder, 'elsewhere')],
  variable: 'KETTLE',
  packages: ['kettle'],
}

test('a part is found on the path, then in its places, and the variable wins over both', () => {
  expect(findPart(kettle, { PATH: folder })).toBeNull()
  const elsewhere = program('elsewhere', 0o755)
  expect(findPart(kettle, { PATH: folder })).toBe(elsewhere)
  const stable = program('kettle-stable', 0o755)
  expect(findPart(kettle, { PATH: folder })).toBe(stable)
  const told = program('my-kettle', 0o755)
  expect(findPart(kettle, { PATH: folder, KETTLE: told })).toBe(told)
})

test('a variable that points nowhere is not replaced by something else in silence', () => {
  program('kettle', 0o755)
  expect(findPart(kettle, { PATH: folder, KETTLE: join(folder, 'nowhere') })).toBeNull()
})
