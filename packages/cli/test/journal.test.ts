import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { rule, sample } from './sample.ts'
import { withEmulator } from './with-emulator.ts'

const apply = ['apply', '--workspace', 'local', '--yes']
const folder = '.tripline/journal'

test('apply notes what it sends, and what is answered, but no contents', async () => {
  enterFolder(sample)
  await withEmulator(async () => {
    await tripline(apply)
    writeFileSync('detections/blocked.yaml', rule.replace('severity: High', 'severity: Low'))
    await tripline(apply)
    const journals = readdirSync(folder)
    expect(journals.every(name => /^local-[0-9a-f]{8}\.jsonl$/.test(name))).toBe(true)
    const texts = journals.map(name => readFileSync(`${folder}/${name}`, 'utf8'))
    const entries = texts.map(text =>
      text
        .trim()
        .split('\n')
        .map(line => JSON.parse(line)),
    )
    const id = '2f1bd6c5-7a52-4c51-9f66-0d8f0c1f3a11'
    for (const action of ['create', 'update']) {
      const own = entries.find(([first]) => first.action === action)!
      const facts = { at: expect.stringMatching(/^\d{4}-.*Z$/), type: 'alertRules', id, action }
      const etag = action === 'update' ? { etag: expect.stringMatching(/^".*"$/) } : {}
      const status = action === 'update' ? 200 : 201
      const requestId = expect.stringMatching(/^[\w-]+$/)
      expect(own).toEqual([
        { ...facts, event: 'sent', what: 'resource', attempt: 1, ...etag },
        { ...facts, event: 'accepted', status, requestId },
        { ...facts, event: 'sent', what: 'metadata' },
        { ...facts, event: 'accepted', status, requestId },
        { ...facts, event: 'ended', outcome: 'applied' },
      ])
    }
    for (const text of texts) expect(text).not.toContain('SigninLogs')
  })
})

test('a journal that cannot be written is a warning, and the deployment goes on', async () => {
  enterFolder({ ...sample, [folder]: 'a file where the folder should be' })
  await withEmulator(async () => {
    const { code, stdout, stderr } = await tripline(apply)
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('1 applied') })
    expect(stderr).toContain('warning journal-unwritable')
  })
})
