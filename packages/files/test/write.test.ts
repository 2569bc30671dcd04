import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { inside, makeFolder, named, reasonOf, removeFile, removeFolder, writeFile } from '../src/index.ts'
import { kindsOfLink, makePipe, scratchFolder, stateOf } from './scratch.ts'

const kinds = Object.keys(kindsOfLink) as (keyof typeof kindsOfLink)[]

function refusal(call: () => void): string {
  try {
    call()
  } catch (error) {
    return reasonOf(error)
  }
  throw new Error('was not refused')
}

test('a file is written whole, with the folders it lies in, and leaves nothing beside it', () => {
  const root = scratchFolder()
  writeFile(inside(root, join(root, 'a/b/file')), 'one')
  writeFile(inside(root, join(root, 'a/b/file')), Buffer.from('two'))
  expect(readFileSync(join(root, 'a/b/file'), 'utf8')).toBe('two')
  expect(readdirSync(join(root, 'a/b'))).toEqual(['file'])
})

describe.each(kinds)('a link, %s', kind => {
  test.each(['inside', 'outside'])('is not written through: as the file, to the %s', where => {
    const folder = scratchFolder({ 'outside/victim': 'old', 'inside/victim': 'old' })
    const root = join(folder, 'inside')
    kindsOfLink[kind](join(root, 'file'), join(folder, where, 'victim'))
    const before = stateOf(folder)
    for (const path of [inside(root, join(root, 'file')), named(join(root, 'file'))]) {
      expect(refusal(() => writeFile(path, 'new'))).toBe('it is a link, and Tripline does not write through links')
    }
    expect(stateOf(folder)).toEqual(before)
  })

  test.each(['deep', ''])('is not written through: as a folder above the file (%s)', deep => {
    const folder = scratchFolder({ 'outside/deep/victim': 'old', 'inside/x': '' })
    const root = join(folder, 'inside')
    kindsOfLink[kind](join(root, 'folder'), join(folder, 'outside'))
    const path = join(root, 'folder', deep, 'victim')
    const before = stateOf(folder)
    expect(refusal(() => writeFile(inside(root, path), 'new'))).toContain(
      'is a link, and Tripline does not write through',
    )
    expect(refusal(() => writeFile(named(path), 'new'))).toContain('folder is a link to outside')
    expect(refusal(() => makeFolder(inside(root, join(root, 'folder/new'))))).toContain('is a link')
    expect(stateOf(folder)).toEqual(before)
  })

  test('is removed itself, and nothing behind it', () => {
    const folder = scratchFolder({ 'outside/victim': 'old', 'inside/x': '' })
    const root = join(folder, 'inside')
    const before = stateOf(join(folder, 'outside'))
    mkdirSync(join(root, 'kept'))
    for (const name of ['link', 'kept/link']) kindsOfLink[kind](join(root, name), join(folder, 'outside'))
    removeFile(inside(root, join(root, 'link')))
    removeFolder(inside(root, join(root, 'kept')))
    expect(refusal(() => removeFile(inside(root, join(folder, 'outside/victim'))))).toContain('is outside')
    expect(stateOf(join(folder, 'outside'))).toEqual(before)
  })
})

test('links under every name that a process id could give a temporary file catch nothing', () => {
  const folder = scratchFolder({ victim: 'old', 'reports/x': '' })
  for (let pid = process.pid - 50; pid <= process.pid + 300; pid++) {
    for (const name of [`.junit.xml.${pid}.new`, `junit.xml.${pid}.new`]) {
      symlinkSync('../victim', join(folder, 'reports', name))
    }
  }
  writeFile(inside(folder, join(folder, 'reports/junit.xml')), 'new')
  expect(readFileSync(join(folder, 'victim'), 'utf8')).toBe('old')
  expect(readFileSync(join(folder, 'reports/junit.xml'), 'utf8')).toBe('new')
})

test.each(['../file', '../root-2/file'])('%s is outside', path => {
  const folder = scratchFolder({ 'root/x': '' })
  const root = join(folder, 'root')
  expect(refusal(() => writeFile(inside(root, join(root, path)), ''))).toContain('is outside')
  expect(readdirSync(folder)).toEqual(['root'])
})

test('a folder, a pipe and a file where a folder is needed are refused', () => {
  const root = scratchFolder({ 'folder/x': '', file: '' })
  makePipe(join(root, 'pipe'))
  expect(refusal(() => writeFile(named(join(root, 'folder')), ''))).toBe('it is a folder')
  expect(refusal(() => writeFile(named(join(root, 'pipe')), ''))).toBe('it is not a regular file')
  expect(refusal(() => writeFile(named(join(root, 'file/x')), ''))).toBe('a file has the name of one of its folders')
  expect(refusal(() => writeFile(named('/dev/null'), ''))).toBe('it is not a regular file')
})

test('permissions of a file are kept; a private one is only the user’s', () => {
  const root = scratchFolder({ tool: '' })
  chmodSync(join(root, 'tool'), 0o750)
  writeFile(named(join(root, 'tool')), 'new')
  expect(statSync(join(root, 'tool')).mode & 0o777).toBe(0o750)
  writeFile(inside(root, join(root, 'own/secret')), 'new', 'private')
  expect(statSync(join(root, 'own/secret')).mode & 0o777).toBe(0o600)
  expect(statSync(join(root, 'own')).mode & 0o777).toBe(0o700)
})

// The limit stands for a disk that fills up: the system ends the write in the middle of the file.
test('a write that fails leaves the old file and nothing else', () => {
  const root = scratchFolder({ file: 'old' })
  const code = `
    const { named, writeFile } = await import(${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)})
    process.on('SIGXFSZ', () => {})
    try { writeFile(named('file'), Buffer.alloc(1_000_000)) } catch (error) { process.stdout.write(error.code) }`
  const ended = spawnSync('bash', ['-c', 'ulimit -f 8; exec node --input-type=module -e "$0"', code], { cwd: root })
  expect(ended.stdout.toString()).toBe('EFBIG')
  expect(readdirSync(root)).toEqual(['file'])
  expect(readFileSync(join(root, 'file'), 'utf8')).toBe('old')
})

// In /proc the system says that a folder to be created is missing, which keeps a recursive mkdir busy for ever.
const uncreatable = ['/dev/null/a/b', ...(process.platform === 'linux' ? ['/proc/nowhere/a/b'] : [])]

test.each(uncreatable)('a folder that cannot be created is an error at once: %s', path => {
  expect(() => makeFolder(named(path))).toThrow()
  expect(() => makeFolder(inside(path, path))).toThrow()
})
