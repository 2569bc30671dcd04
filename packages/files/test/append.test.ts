import { readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { appendFile, inside } from '../src/index.ts'
import { scratchFolder } from './scratch.ts'

test('what is appended comes after what was there', () => {
  const root = scratchFolder({ 'a/b.jsonl': '1\n' })
  for (const text of ['2\n', '3\n']) {
    const file = appendFile(inside(root, join(root, 'a/b.jsonl')))
    file.append(text)
    file.close()
  }
  expect(readFileSync(join(root, 'a/b.jsonl'), 'utf8')).toBe('1\n2\n3\n')
})

test('missing folders are created', () => {
  const root = scratchFolder({ x: '' })
  const file = appendFile(inside(root, join(root, 'a/b/c.jsonl')))
  file.append('1\n')
  file.close()
  expect(readFileSync(join(root, 'a/b/c.jsonl'), 'utf8')).toBe('1\n')
})

test('nothing is appended through a link, or to what is not a file', () => {
  const root = scratchFolder({ 'outside/file': '', 'root/folder/x': '' })
  const own = join(root, 'root')
  symlinkSync(join(root, 'outside/file'), join(own, 'link'))
  symlinkSync(join(root, 'outside'), join(own, 'linked'))
  for (const path of ['link', 'linked/file', 'folder']) {
    expect(() => appendFile(inside(own, join(own, path)))).toThrow()
  }
  expect(readFileSync(join(root, 'outside/file'), 'utf8')).toBe('')
})
