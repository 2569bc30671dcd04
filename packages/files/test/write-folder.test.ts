import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { named, writeFolder } from '../src/index.ts'
import { scratchFolder } from './scratch.ts'

const files = new Map([
  ['a.txt', 'a'],
  ['b/c.txt', 'c'],
])

test.each(['new', 'deep/new', 'empty', 'new/'])('a folder appears with all its files: %s', path => {
  const root = scratchFolder()
  mkdirSync(join(root, 'empty'))
  writeFolder(named(join(root, path)), files)
  expect(readFileSync(join(root, path, 'b/c.txt'), 'utf8')).toBe('c')
  expect(readdirSync(join(root, path)).sort()).toEqual(['a.txt', 'b'])
})

test.each([
  ['full', /not empty/],
  ['file', /there already/],
  ['link', /there already/],
])('what is there stays: %s', (path, reason) => {
  const root = scratchFolder()
  for (const name of ['full', 'elsewhere']) mkdirSync(join(root, name))
  writeFileSync(join(root, 'full/mine'), '')
  writeFileSync(join(root, 'file'), 'mine')
  symlinkSync(join(root, 'elsewhere'), join(root, 'link'))
  expect(() => writeFolder(named(join(root, path)), files)).toThrow(reason)
  expect(readdirSync(root).sort()).toEqual(['elsewhere', 'file', 'full', 'link'])
  expect(readdirSync(join(root, 'elsewhere'))).toEqual([])
})

test('a folder that cannot be written whole is not there at all', () => {
  const root = scratchFolder()
  const clash = new Map([
    ['a', 'a'],
    ['a/b', 'b'],
  ])
  expect(() => writeFolder(named(join(root, 'out')), clash)).toThrow()
  expect(readdirSync(root)).toEqual([])
})
