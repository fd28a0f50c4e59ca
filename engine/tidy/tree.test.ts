import { expect, test } from 'vitest'
import { treeOf } from './tree.ts'

function only(text: string) {
  return treeOf({ 'engine/a/b.ts': text }).get('engine/a/b.ts')!
}

test('imports are told apart: of types, of values, re-exported, dynamic, and inside a type', () => {
  const file = only(`import type { A } from './a.ts'
import { type B } from '../b.ts'
import C, { d as e } from 'c'
import * as all from './all.ts'
import './effect.css?inline'
export { x } from './x.ts'
export type { Z } from './z.ts'
type Q = import('./q.ts').Q
await import('./later.ts')
`)
  const seen = file.imports.map(({ target, names, typeOnly, reExport, line }) =>
    [line, target, names.join('+'), typeOnly ? 'type' : 'value', reExport ? 're-export' : '']
      .join(' ')
      .trim(),
  )
  expect(seen.sort()).toEqual([
    '1 engine/a/a.ts A type',
    '2 engine/b.ts B value',
    '3  default+d value',
    '4 engine/a/all.ts * value',
    '5 engine/a/effect.css  value',
    '6 engine/a/x.ts x value re-export',
    '7 engine/a/z.ts Z type re-export',
    '8 engine/a/q.ts Q type',
    '9 engine/a/later.ts * value',
  ])
})

test('code is what is left without comments and strings, on the same lines', () => {
  const hole = (inside: string) => ['$', '{', inside, '}'].join('')
  const file = only(`// Date.now()\nconst a = 'Date.now()' + \`x${hole('now()')}\`\n/* fetch */ run()\n`)
  expect(file.code.split('\n').map((line) => line.replace(/ +/g, ' '))).toEqual([
    ' ',
    `const a = ' ' + \` ${hole('now()')}\``,
    ' run()',
    '',
  ])
  expect(file.comments).toContain('// Date.now()')
  expect(file.comments).not.toContain('run')
})
