import { expect, test } from 'vitest'
import { type Manifest, manifestBytes } from '../src/vault/manifest.ts'
import { readManifest } from '../src/vault/read-manifest.ts'

const hash = 'a'.repeat(64)

const manifest: Manifest = {
  format: 1,
  workspace: '/subscriptions/local',
  table: 'SigninLogs',
  day: '2026-03-01',
  sequence: 1,
  revision: 1,
  previous: null,
  route: 'export',
  sources: [{ name: 'é/PT05M.json', etag: '0x1', length: 10, sha256: hash, rows: 1, first: 'now' }],
  parts: [],
  hours: [{ hour: '2026-03-01T09', landed: 1 }],
  verdict: 'complete',
  missing: 0,
  surplus: 0,
  undated: 0,
  closedAt: '2026-03-02T12:00:00Z',
  writtenBy: { tool: 'tripline', run: 'one' },
}

const written = manifestBytes(manifest).toString()

test('a manifest is read from the bytes that are written of it', () => {
  expect(readManifest(Buffer.from(written))).toEqual(manifest)
})

test.each([
  ['white space', (text: string) => text.replace(',', ', ')],
  ['no final newline', (text: string) => text.trimEnd()],
  [
    'members in another order',
    (text: string) => text.replace('"run":"one","tool":"tripline"', '"tool":"tripline","run":"one"'),
  ],
  ['a member twice', (text: string) => text.replace('"format":1', '"format":1,"format":1')],
  ['an unknown member', (text: string) => text.replace('"hour":', '"high":1,"hour":')],
  ['a member that is missing', (text: string) => text.replace('"revision":1,', '')],
  ['a number in another spelling', (text: string) => text.replace('"length":10', '"length":1e1')],
  ['a character in another spelling', (text: string) => text.replace('é', '\\u00e9')],
])('%s: a manifest is never written like this', (_, change) => {
  const changed = change(written)
  expect(changed).not.toBe(written)
  expect(readManifest(Buffer.from(changed))).toBeUndefined()
})

test('bytes that are not UTF-8 are not a manifest', () => {
  const bytes = Buffer.from(written.replace('é', '\ufffd'))
  expect(readManifest(bytes)).toBeDefined()
  const at = bytes.indexOf('\ufffd')
  expect(readManifest(Buffer.concat([bytes.subarray(0, at), Buffer.of(0xff), bytes.subarray(at + 3)]))).toBeUndefined()
})
