import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Evidence, evidenceBundle } from '../src/index.ts'

/** A bundle in which every text is the same. */
const filled = (text: string): Evidence => ({
  subject: { tool: text, workspace: text, resource: text, from: text, to: text, at: text },
  readings: new Map([['tables', [{ url: text, at: 0, status: 200, principal: text, body: {} }]]]),
  rules: [
    {
      type: 'alertRules',
      id: text,
      name: text,
      wanted: 'a',
      live: 'a',
      isEqual: true,
      isEnabled: true,
      cites: [text],
      file: text,
      version: { commit: text, state: 'committed' },
    },
    {
      type: 'alertRules',
      id: text,
      name: text,
      wanted: 'a',
      isEqual: false,
      isEnabled: false,
      cites: [],
      version: { state: 'not in Git' },
    },
    { type: 'alertRules', id: text, name: text, live: 'a', isEqual: false, cites: [] },
    { type: 'alertRules', id: text, name: text, wanted: 'a', cites: [] },
  ],
  retention: [
    { table: text, wanted: {}, isReadByRules: true },
    {
      table: text,
      live: { plan: text, interactive: 90, total: 90, isInherited: true },
      wanted: { total: 91 },
      isReadByRules: false,
      archive: text,
    },
  ],
  runs: [{ id: text, name: text, runs: 1, notSuccessful: 1, first: text, last: text, longestPause: 1 }],
  changes: [{ at: text, id: text, name: text, operation: text, status: text, by: text }],
  tests: {
    junit: text,
    cases: [{ rule: text, name: text, must: 'fire', status: 'failed' }],
    scores: [{ rule: text, changes: 12, noticed: 11 }],
  },
  archive: {
    vault: text,
    from: text,
    to: text,
    seed: text,
    tables: [{ table: text, days: 1, manifests: 1, parts: 1, rows: 1, bytes: 1, head: text }],
    sample: [{ table: text, day: text, isRead: true }],
    findings: [{ id: 'x', severity: 'error', category: 'finding', message: text }],
  },
  gaps: [
    { what: text, reason: text, isFailure: true },
    { what: text, reason: text, isFailure: false },
  ],
})

const pageOf = (evidence: Evidence): string => evidenceBundle(evidence).get('index.html')!

/** Its tags without the values of their attributes. */
const tagsIn = (page: string): readonly string[] =>
  (page.match(/<[^>]*>/g) ?? []).map(tag => tag.replaceAll(/"[^"]*"/g, '""'))

test.each([
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onclick='alert(1)",
  '</td></table>',
  '&lt;',
])('no text becomes markup: %s', hostile => {
  const page = pageOf(filled(hostile))
  expect(tagsIn(page)).toEqual(tagsIn(pageOf(filled('text'))))
  expect(page).not.toContain(hostile.includes('<') ? hostile : `>${hostile}<`)
})

test('the page loads and runs nothing, and its links lead to files of the folder', () => {
  const files = evidenceBundle(filled('text'))
  const page = files.get('index.html')!
  expect(page).not.toMatch(/<script|\ssrc=|@import|url\(/)
  const links = Array.from(page.matchAll(/<a href="([^"]*)"/g), ([, href]) => href!)
  expect(links.length).toBeGreaterThan(4)
  expect(links.filter(href => !files.has(href))).toEqual([])
  const [, style] = /<style>([\s\S]*)<\/style>/.exec(page)!
  expect(page).toContain(`style-src &#39;sha256-${createHash('sha256').update(style!).digest('base64')}&#39;`)
})

test('every tag that is opened is closed', () => {
  const open: string[] = []
  for (const [, slash, name] of pageOf(filled('text')).matchAll(/<(\/?)([a-z0-9]+)[^>]*>/g)) {
    if (['meta', 'link', 'br'].includes(name!)) continue
    if (slash) expect(open.pop()).toBe(name)
    else open.push(name!)
  }
  expect(open).toEqual([])
})

test('a rule that has not run and a change that no deployment made stand out', () => {
  const { subject, ...others } = filled('text')
  const page = pageOf({
    ...others,
    subject: { ...subject, from: '2026-01-01', to: '2026-03-31' },
    rules: [
      { type: 'alertRules', id: 'silent', name: 'Silent', live: 'a', isEqual: false, isEnabled: true, cites: [] },
    ],
    journal: [{ at: '2026-02-01T10:00:00Z', type: 'alertRules', id: 'own', action: 'update', outcome: 'applied' }],
    changes: [{ at: '2026-02-02T10:00:00Z', id: 'r', name: 'R', operation: 'Write', status: 'Success', by: 'ada' }],
  })
  expect(page).toMatch(/Silent<br>.*<span class="bad">none<\/span>/)
  expect(page).toMatch(/update alertRules<br>.*own.*a deployment/)
  expect(page).toMatch(/Write<br>.*<span class="bad">ada, no deployment<\/span>/)
})

test('states are said in words', () => {
  const page = pageOf(filled('text'))
  for (const words of [
    'as in its file',
    'not deployed',
    'not in the project',
    'not known',
    'not in Git',
    'could not be read',
  ])
    expect(page).toContain(`>${words}<`)
})
