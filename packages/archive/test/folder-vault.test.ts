import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { isError } from '@tripline/diagnostics'
import { named } from '@tripline/files'
import { afterEach, expect, test } from 'vitest'
import { findRows, folderVault, restoreTable } from '../src/index.ts'
import { chainFindings } from '../src/vault/chain.ts'
import { type Manifest, manifestBytes, type Part, type Slice, sha256Of } from '../src/vault/manifest.ts'
import { manifestName, partName } from '../src/vault/vault-names.ts'

const table = 'SigninLogs'
const days = ['2026-03-01', '2026-03-02'] as const
const line = (day: string): Buffer => Buffer.from(`{"TimeGenerated":"${day}T09:00:00Z"}\n`)

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

const slice = (bytes: Buffer): Slice => ({
  of: 'PT05M.json',
  from: 0,
  offset: 0,
  length: bytes.length,
  sha256: sha256Of(bytes),
  rows: 1,
})

const packedPart = (day: string, packed: Buffer, slices: readonly Slice[]): Part => ({
  name: partName(table, day, 1),
  length: packed.length,
  md5: createHash('md5').update(packed).digest('base64'),
  sha256: sha256Of(packed),
  rows: slices.length,
  origin: 'landing',
  slices,
})

interface Changes {
  /** Of the first day. */
  readonly packed?: Buffer
  readonly slices?: readonly Slice[]
  readonly part?: Partial<Part>
  readonly parts?: (part: Part) => readonly Part[]
  readonly manifest?: Partial<Manifest>
}

/** A folder with a row a day, as somebody who knows all hashes would write it. */
function copiedVault({ packed, slices, part, parts, manifest }: Changes = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'tripline-copy-'))
  folders.push(folder)
  const write = (name: string, bytes: Buffer) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), bytes)
  }
  let previous: string | null = null
  for (const [index, day] of days.entries()) {
    const isFirst = index === 0
    const bytes = (isFirst && packed) || gzipSync(line(day))
    const own = { ...packedPart(day, bytes, (isFirst && slices) || [slice(line(day))]), ...(isFirst && part) }
    write(partName(table, day, 1), bytes)
    const written: Buffer = manifestBytes({
      format: 1,
      workspace: '/subscriptions/local',
      table,
      day,
      sequence: index + 1,
      revision: 1,
      previous,
      route: 'export',
      sources: [],
      parts: (isFirst && parts?.(own)) || [own],
      hours: [{ hour: `${day}T09`, landed: 1 }],
      verdict: 'complete',
      missing: 0,
      surplus: 0,
      undated: 0,
      closedAt: '2026-03-05T10:00:00Z',
      writtenBy: { tool: 'tripline', run: 'one' },
      ...(isFirst && manifest),
    })
    write(manifestName(table, index + 1), written)
    previous = sha256Of(written)
  }
  return folder
}

/** The rows of the days, or why there are none. */
async function rowsIn(folder: string): Promise<string> {
  const vault = folderVault(named(folder))
  const found = await findRows(vault, { wants: name => name === table, from: days[0], to: days[1] })
  if (!found.ok) return found.error.message.replace(`${folder}/`, '')
  const errors = found.value.findings.filter(isError)
  if (errors.length > 0) return errors.map(({ message }) => message).join('; ')
  const chunks: Buffer[] = []
  for (const one of found.value.tables) {
    const restored = await restoreTable(vault, one, { take: bytes => chunks.push(Buffer.from(bytes)) })
    if (!restored.ok) return restored.error.message
  }
  return Buffer.concat(chunks).toString()
}

const [first, second] = days.map(line) as [Buffer, Buffer]
const changedManifest = 'manifests/SigninLogs/00000001.json is not what it was when it was written'
const part1 = 'SigninLogs/2026/03/01/part-0001.jsonl.gz'

test('a copy of a vault gives its rows', async () => {
  expect(await rowsIn(copiedVault())).toBe(`${first}${second}`)
})

test('folders that are deeper than the names of a vault are not looked into', async () => {
  const copy = copiedVault()
  const long = Array.from({ length: 15 }, () => 'd'.repeat(200)).join('/')
  const [upper, lower] = [join(copy, table, long), join(copy, 'manifests', table, long)]
  for (const folder of [upper, lower]) mkdirSync(folder, { recursive: true })
  // Together, they are a path that is too long for the system.
  renameSync(join(copy, 'manifests', table, 'd'.repeat(200)), join(upper, 'more'))
  try {
    expect(await rowsIn(copy)).toBe(`${first}${second}`)
  } finally {
    renameSync(join(upper, 'more'), join(copy, 'more'))
  }
})

test.each<[string, Changes, string]>([
  ['a part that is longer than its file', { part: { length: 2 ** 53 - 1 } }, `${part1} is not what it was`],
  ['a part that is shorter than its file', { part: { length: 5 } }, `${part1} is not what it was`],
  ['a bomb', { packed: gzipSync(Buffer.alloc(2 ** 24, ' ')) }, 'it unpacks to more than the manifest says'],
  ['bytes in two slices', { slices: [slice(first), slice(first)] }, changedManifest],
  ['another number of rows than its slices have', { part: { rows: 0 } }, changedManifest],
  ['a part twice', { parts: part => [part, part] }, changedManifest],
  ['a part of another day', { part: { name: partName(table, days[1], 1) } }, changedManifest],
  ['a part of another table', { part: { name: partName('AuditLogs', days[0], 1) } }, changedManifest],
  ['a part elsewhere', { part: { name: 'SigninLogs/../../../etc/passwd' } }, changedManifest],
  ['the manifest of another table', { manifest: { table: 'AuditLogs' }, parts: () => [] }, changedManifest],
  ['a manifest with another number', { manifest: { sequence: 7 } }, changedManifest],
])('%s is refused, whatever hashes say', async (_, changes, message) => {
  expect(await rowsIn(copiedVault(changes))).toContain(message)
})

test.each<[string, (copy: string, other: string) => void, string]>([
  [
    'a manifest that another one was written over',
    (copy, other) => copyFileSync(join(other, manifestName(table, 1)), join(copy, manifestName(table, 1))),
    'manifests/SigninLogs/00000002.json does not follow the manifest before it',
  ],
  [
    'a manifest that is gone',
    copy => rmSync(join(copy, manifestName(table, 1))),
    'manifests/SigninLogs/00000001.json is missing',
  ],
  [
    'a manifest under another number',
    copy => renameSync(join(copy, manifestName(table, 2)), join(copy, manifestName(table, 2 ** 53 - 1))),
    `manifests/SigninLogs/${2 ** 53 - 1}.json is not what it was when it was written`,
  ],
  [
    'a manifest that is a link',
    (copy, other) => replaceByLink(join(other, manifestName(table, 1)), join(copy, manifestName(table, 1))),
    'manifests/SigninLogs/00000001.json is missing',
  ],
  ['a part that is a link', (copy, other) => replaceByLink(join(other, part1), join(copy, part1)), 'is missing'],
])('%s is named, and nothing outside the folder is read', async (_, change, message) => {
  const copy = copiedVault()
  change(copy, copiedVault({ manifest: { undated: 1 } }))
  expect(await rowsIn(copy)).toContain(message)
})

test('rows that cannot be written are not restored', async () => {
  const vault = folderVault(named(copiedVault()))
  const found = await findRows(vault, { wants: () => true, from: days[0], to: days[1] })
  const take = () => {
    throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
  }
  expect(found.ok && (await restoreTable(vault, found.value.tables[0]!, { take }))).toMatchObject({
    ok: false,
    error: { message: `the rows of ${part1} cannot be restored: the disk is full` },
  })
})

test('however many manifests are missing, that is one finding', async () => {
  const [listed] = await folderVault(named(copiedVault()))
    .tables(() => true)
    .then(found => (found.ok ? found.value[0]!.manifests : []))
  const [name, last] = [manifestName(table, 2 ** 53 - 1), { ...listed!, sequence: 2 ** 53 - 1 }]
  const findings = chainFindings({
    table,
    manifests: [listed!, { ...last, blob: { name, length: 1 } }],
    parts: new Map(),
  })
  expect(findings.map(({ message }) => message)).toEqual([
    `manifests/SigninLogs/00000002.json and ${2 ** 53 - 4} after it are missing; manifests are numbered without gaps`,
  ])
})

function replaceByLink(target: string, path: string): void {
  rmSync(path)
  symlinkSync(target, path)
}
