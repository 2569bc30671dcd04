import { mkdirSync, realpathSync, symlinkSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { type SourceFile, startOf } from '@tripline/diagnostics'
import { inside, named } from '@tripline/files'
import { findProject, listDetections, readSource, resolveInside } from '@tripline/project'
import { describe, expect, it } from 'vitest'
import { scratchFolder } from './scratch-folder.ts'

describe('readSource', () => {
  it('drops a byte order mark, so that offsets count what an editor shows', async () => {
    const path = join(scratchFolder({ a: '\ufeffid: 1\r\n' }), 'a')
    expect(await readSource(named(path))).toEqual({ value: { path, text: 'id: 1\r\n' }, diagnostics: [] })
  })

  it.each([
    ['no file', 'b', 'it does not exist'],
    ['a folder', 'd', 'it is a folder'],
    ['a file as a folder', 'a/b', 'part of its path is not a folder'],
    ['bytes that are not UTF-8', 'bytes', 'it is not UTF-8 text'],
    ['a null character', 'a\0', 'its name contains a null character'],
  ])('says why it cannot read %s', async (_, name, reason) => {
    const folder = scratchFolder({ a: '', bytes: Uint8Array.of(0xff, 0xfe, 0x41), 'd/e': '' })
    const { value, diagnostics } = await readSource(named(join(folder, name)))
    expect(value).toBeUndefined()
    expect(diagnostics.map(({ message, span }) => [message, span?.file.path])).toEqual([
      [`${join(folder, name)} cannot be read: ${reason}`, join(folder, name)],
    ])
  })
})

describe('resolveInside', () => {
  /** `path` as `detections/a.test.yaml` of the project in `folder/repo` writes it. */
  const inside = (folder: string, path: string) => {
    const file: SourceFile = { path: join(folder, 'repo/detections/a.test.yaml'), text: path }
    return resolveInside(join(folder, 'repo'), { value: path, span: startOf(file) })
  }

  function repository(): string {
    const folder = scratchFolder({ secret: '', 'repo-b/x': '', 'repo/data/x': '', 'repo/detections/a.test.yaml': '' })
    symlinkSync(join(folder, 'secret'), join(folder, 'repo/data/link'))
    symlinkSync(folder, join(folder, 'repo/data/up'))
    symlinkSync('x', join(folder, 'repo/data/y'))
    symlinkSync('round', join(folder, 'repo/data/round'))
    mkdirSync(join(folder, 'repo/..data'))
    return folder
  }

  it.each(['../data/x', '../data/y', '..', '../..data'])('takes %s', async path => {
    const folder = repository()
    const { value, diagnostics } = await inside(folder, path)
    expect(diagnostics).toEqual([])
    expect(value).toEqual({ root: join(folder, 'repo'), path: join(folder, 'repo/detections', path) })
  })

  it.each([
    ['../../secret', 'path-outside'],
    ['../../repo-b/x', 'path-outside'],
    ['/etc/passwd', 'path-outside'],
    ['../../missing', 'path-outside'],
    ['../data/link', 'path-outside'],
    ['../data/up/secret', 'path-outside'],
    ['../data/missing', 'file-unreadable'],
    ['../data/round', 'file-unreadable'],
    ['../data/\0', 'file-unreadable'],
  ])('refuses %s: %s', async (path, id) => {
    const { value, diagnostics } = await inside(repository(), path)
    expect(value).toBeUndefined()
    expect(diagnostics.map(diagnostic => [diagnostic.id, diagnostic.category])).toEqual([[id, 'input']])
  })

  it('is not misled by a root that is itself behind a link', async () => {
    const folder = scratchFolder({ 'real/repo/detections/x': '' })
    symlinkSync(join(folder, 'real/repo'), join(folder, 'repo'))
    expect((await inside(folder, 'x')).diagnostics).toEqual([])
  })
})

describe('findProject', () => {
  it('is the nearest at or above a file or folder', async () => {
    const folder = realpathSync(scratchFolder({ 'tripline.yaml': '', 'a/b/tripline.yaml': '', 'a/b/c/d.yaml': '' }))
    mkdirSync(join(folder, 'a/b/c/tripline.yaml'))
    const found = async (start: string) => resolve((await findProject(join(folder, start)))!)
    expect(await found('a/b/c/d.yaml')).toBe(join(folder, 'a/b'))
    expect(await found('a/b')).toBe(join(folder, 'a/b'))
    expect(await found('a/missing/x')).toBe(folder)
    expect(await findProject(join(folder, '..'))).toBeUndefined()
  })
})

describe('listDetections', () => {
  const names = [
    'b.yaml',
    'a.test.yaml',
    'a.yaml',
    'a.logs.yaml',
    'z/c.yml',
    'z/c.test.yml',
    'z/c.logs.yml',
    'README.md',
    'tripline.yaml',
  ]
  const hidden = ['node_modules/x.yaml', '.git/x.yaml', '.x.yaml']

  it('sorts rules, tests and logs, and skips what no one wrote', async () => {
    const folder = scratchFolder(Object.fromEntries([...names, ...hidden].map(name => [name, ''])))
    symlinkSync(folder, join(folder, 'again'))
    const { value, diagnostics } = await listDetections(
      [folder, join(folder, 'z'), join(folder, './b.yaml')].map(named),
    )
    expect(diagnostics).toEqual([])
    expect(value!.rules.map(({ path }) => relative(folder, path))).toEqual(['a.yaml', 'b.yaml', 'z/c.yml'])
    expect(value!.tests.map(({ path }) => relative(folder, path))).toEqual(['a.test.yaml', 'z/c.test.yml'])
    expect(value!.logs.map(({ path }) => relative(folder, path))).toEqual(['a.logs.yaml', 'z/c.logs.yml'])
  })

  it('reports a path that is not there and lists the rest', async () => {
    const folder = scratchFolder({ 'a.yaml': '' })
    const { value, diagnostics } = await listDetections([join(folder, 'b.yaml'), folder].map(named))
    expect(value!.rules).toEqual([inside(folder, join(folder, 'a.yaml'))])
    expect(diagnostics.map(({ id, category }) => [id, category])).toEqual([['file-unreadable', 'input']])
  })
})
