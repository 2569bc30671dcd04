import { closeSync, openSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, relative, resolve } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  type FilePath,
  fileSize,
  inside,
  isFolder,
  listFolder,
  modifiedAt,
  named,
  openFile,
  readFile,
  reasonOf,
} from '../src/index.ts'
import { kindsOfLink, makePipe, scratchFolder } from './scratch.ts'

/** The words for what a call throws; nothing but a refusal has any. */
function refusal(call: () => unknown): string {
  try {
    call()
  } catch (error) {
    return reasonOf(error)
  }
  throw new Error('was not refused')
}

/** Every way to learn something of a file or folder. */
const readers: Readonly<Record<string, (path: FilePath) => unknown>> = {
  readFile,
  openFile,
  listFolder,
  isFolder,
  fileSize,
  modifiedAt,
}

const cases = Object.keys(readers).flatMap(reader => Object.keys(kindsOfLink).map(kind => [reader, kind] as const)) as [
  string,
  keyof typeof kindsOfLink,
][]

describe.each(cases)('%s through a link, %s', (reader, kind) => {
  const target = reader === 'listFolder' ? 'folder' : 'folder/file'

  test('that leads out of the root is refused, whether it is the last part of the path or not', () => {
    const folder = scratchFolder({ 'outside/folder/file': 'secret', 'root/x': '' })
    const root = join(folder, 'root')
    kindsOfLink[kind](join(root, 'last'), join(folder, 'outside', target))
    kindsOfLink[kind](join(root, 'first'), join(folder, 'outside'))
    for (const path of ['last', `first/${target}`]) {
      expect(refusal(() => readers[reader]!(inside(root, join(root, path))))).toBe(`it is outside ${root}`)
    }
  })

  test('that stays inside the root is followed', () => {
    const root = scratchFolder({ 'folder/file': 'own' })
    kindsOfLink[kind](join(root, 'link'), join(root, target))
    expect(() => readers[reader]!(inside(root, join(root, 'link')))).not.toThrow()
  })

  test('that leads outside its folder is refused, even on the command line', () => {
    const folder = scratchFolder({ 'a/folder/file': 'own', 'b/x': '' })
    const link = join(folder, 'b/link')
    kindsOfLink[kind](link, join(folder, 'a', target))
    const words = `${link} is a link to outside ${join(folder, 'b')}, the folder it is in`
    expect(refusal(() => readers[reader]!(named(link)))).toBe(words)
    expect(refusal(() => readers[reader]!(named(relative('', link))))).toBe(words)
  })

  test('that stays in its folder is followed where the user names the path', () => {
    const folder = scratchFolder({ 'folder/file': 'own' })
    kindsOfLink[kind](join(folder, 'link'), join(folder, target))
    expect(() => readers[reader]!(named(join(folder, 'link')))).not.toThrow()
  })
})

test('what the user names may lie below a link in the middle of the path only if that stays in its folder', () => {
  const folder = scratchFolder({ 'outside/file': 'secret', 'here/own/file': 'own' })
  symlinkSync('../outside', join(folder, 'here/out'))
  symlinkSync('own', join(folder, 'here/in'))
  expect(refusal(() => readFile(named(join(folder, 'here/out/file'))))).toContain('out is a link to outside')
  expect(readFile(named(join(folder, 'here/in/file'))).toString()).toBe('own')
})

test.each(['../outside', '../outside/none', '/etc/hostname', 'x/../../outside'])('%s is outside', path => {
  const folder = scratchFolder({ outside: 'secret', 'root/x/file': '' })
  const root = join(folder, 'root')
  expect(refusal(() => readFile(inside(root, resolve(root, path))))).toBe(`it is outside ${root}`)
})

test('a root may itself lie behind a link', () => {
  const folder = scratchFolder({ 'real/file': 'own' })
  symlinkSync('real', join(folder, 'root'))
  expect(readFile(inside(join(folder, 'root'), join(folder, 'root/file'))).toString()).toBe('own')
})

test('a name that only begins like the root is outside', () => {
  const folder = scratchFolder({ 'root-2/file': 'secret', 'root/x': '' })
  expect(refusal(() => readFile(inside(join(folder, 'root'), join(folder, 'root-2/file'))))).toContain('is outside')
})

describe('anything but a regular file is refused at once', () => {
  test('a pipe that nobody writes to', () => {
    const pipe = join(scratchFolder(), 'pipe')
    makePipe(pipe)
    expect(refusal(() => readFile(named(pipe)))).toBe('it is not a regular file')
    expect(refusal(() => openFile(named(pipe)))).toBe('it is not a regular file')
  })

  test('a socket', async () => {
    const path = join(scratchFolder(), 'socket')
    const server = createServer()
    await new Promise<void>(done => server.listen(path, done))
    onTestFinished(() => void server.close())
    expect(refusal(() => readFile(named(path)))).toBe('it is not a regular file')
  })

  test.each([
    ['/dev/zero', 'it is not a regular file'],
    ['/dev/null', 'it is not a regular file'],
    ['.', 'it is a folder'],
    ['none', 'it does not exist'],
    ['a\0', 'its name contains a null character'],
    ['a'.repeat(300), 'its name is too long'],
  ])('%j', (path, words) => expect(refusal(() => readFile(named(path)))).toBe(words))
})

test('what the shell has opened for the command can be named', () => {
  const path = join(scratchFolder({ query: 'print 1' }), 'query')
  const elsewhere = scratchFolder()
  const descriptor = openSync(path, 'r')
  onTestFinished(() => closeSync(descriptor))
  expect(readFile(named(`/dev/fd/${descriptor}`)).toString()).toBe('print 1')
  expect(isFolder(named(`/dev/fd/${descriptor}`))).toBe(false)
  expect(refusal(() => readFile(inside(elsewhere, `/dev/fd/${descriptor}`)))).toBe(`it is outside ${elsewhere}`)
})

test('parts of a file are read at their offset, up to its end', () => {
  const path = join(scratchFolder(), 'file')
  writeFileSync(path, '0123456789')
  const file = openFile(named(path))
  onTestFinished(() => file.close())
  const part = Buffer.alloc(4)
  expect([file.size, file.read(part, 2), part.toString()]).toEqual([10, 4, '2345'])
  expect([file.read(part, 8), part.subarray(0, 2).toString()]).toEqual([2, '89'])
})

test('a folder is listed with links as links', () => {
  const folder = scratchFolder({ file: '', 'folder/x': '' })
  symlinkSync('file', join(folder, 'link'))
  const entries = listFolder(named(folder)).toSorted((a, b) => (a.name < b.name ? -1 : 1))
  expect(entries.map(({ name, kind }) => `${name} ${kind}`)).toEqual(['file file', 'folder folder', 'link link'])
})
