import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { pathToFileURL } from 'node:url'
import { filesBelow } from '@tripline/testkit'
import { expect, test } from 'vitest'
import { reportFiles } from '../src/report/report-files.ts'
import type { RuleRecord } from '../src/report/rule-record.ts'
import { enterFolder, tripline } from './cli.ts'
import { log, rule, sample, tests } from './sample.ts'

/** Markup of pages, in which other text could do something: tags and attributes that the report itself has. */
const attributes =
  /^(lang|charset|name|content|http-equiv|rel|href|class|id|aria-[a-z]+|tabindex|role|scope|title|min|max|value|download|viewBox|x|y|x1|x2|y1|y2|width|height|rx|d|opacity|text-anchor)$/
const elements = new Set(
  'html head meta title link body a header nav ul ol li main h1 h2 h3 p dl dt dd div section span strong br abbr table caption thead tbody tr th td details summary pre meter svg desc g rect line path text'.split(
    ' ',
  ),
)
const empty = new Set(['meta', 'link', 'br'])

interface Page {
  readonly hrefs: readonly string[]
  readonly ids: readonly string[]
  readonly text: string
}

/** Reads a page as strictly as XML apart from empty elements; throws where a browser would have to guess. */
function readPage(source: string): Page {
  const open: string[] = []
  const found = { hrefs: [] as string[], ids: [] as string[], text: '' }
  const markup = source.replace(/^<!doctype html>\n/, '')
  const tag = /<(\/?)([a-z0-9]+)((?: [a-zA-Z0-9-]+(?:="[^"<>]*")?)*)(\/?)>|([^<>]+)/y
  for (let at = 0; at < markup.length; at = tag.lastIndex) {
    tag.lastIndex = at
    const token = tag.exec(markup)
    if (!token) throw new Error(`not markup: ${markup.slice(at, at + 60)}`)
    const [, closing, name, written, isClosed, text] = token
    if (text !== undefined) {
      if (/&(?!(amp|lt|gt|quot|#39);)/.test(text)) throw new Error(`not escaped: ${text}`)
      found.text += text
      continue
    }
    if (!elements.has(name!)) throw new Error(`element ${name}`)
    if (closing) {
      if (open.pop() !== name) throw new Error(`</${name}> closes nothing`)
      continue
    }
    for (const [, attribute, value = ''] of written!.matchAll(/ ([a-zA-Z0-9-]+)(?:="([^"]*)")?/g)) {
      if (!attributes.test(attribute!)) throw new Error(`attribute ${attribute}`)
      if (attribute === 'href') found.hrefs.push(value)
      if (attribute === 'id') found.ids.push(value)
    }
    if (!isClosed && !empty.has(name!)) open.push(name!)
  }
  if (open.length > 0) throw new Error(`open: ${open}`)
  return found
}

/** The pages of the report in a folder by their paths. */
function pagesIn(folder: string): ReadonlyMap<string, Page> {
  const files = filesBelow(pathToFileURL(`${join(process.cwd(), folder)}/`), '.html')
  const read = files.map(
    url => [decodeURIComponent(url.href.split(`/${folder}/`)[1]!), readPage(readFileSync(url, 'utf8'))] as const,
  )
  return new Map(read)
}

const hostile = `</td><script>alert(1)</script><img src=x onerror="alert(2)"> ' " & \u202e`
const json = JSON.stringify(hostile)
const report = (...more: readonly string[]) => tripline(['test', '--reporter', 'html=out', ...more])

test('a report has a page for every rule, whose links lead somewhere and whose ids are unique', async () => {
  enterFolder({ ...sample, 'detections/untested.yaml': rule.replace('2f1bd6c5', '3f1bd6c5') })
  expect(await report()).toMatchObject({ code: 0, stderr: '' })
  const pages = pagesIn('out')
  expect([...pages.keys()].sort()).toEqual([
    'attack.html',
    'hipaa.html',
    'index.html',
    'rules/1-blocked.html',
    'rules/2-untested.html',
  ])
  for (const [path, { hrefs, ids }] of pages) {
    expect(new Set(ids).size).toBe(ids.length)
    for (const href of hrefs) {
      const [file = '', id] = href.split('#')
      if (href === 'data:,') continue
      const target = file === '' ? path : normalize(join(dirname(path), file))
      if (target.endsWith('.html')) expect([href, pages.has(target)]).toEqual([href, true])
      else expect(readFileSync(join('out', target), 'utf8')).not.toBe('')
      if (id) expect(pages.get(target)!.ids).toContain(id)
    }
  }
  expect(pages.get('rules/2-untested.html')!.text).toContain('No case of this rule was run.')
})

test('a rule has its query with counts, and each case with its events, runs and alerts', async () => {
  enterFolder(sample)
  await report()
  const { text } = pagesIn('out').get('rules/1-blocked.html')!
  // Of the two recorded sign-ins, the filter passes one.
  expect(text).toContain(
    'Rows after each operator in the run of 2026-03-02T10:00:00Z, case “the blocked address fires”',
  )
  const page = readFileSync('out/rules/1-blocked.html', 'utf8')
  expect(page).toMatch(/<abbr title="SigninLogs">2<\/abbr><\/td><td class="code">SigninLogs</)
  expect(page).toMatch(/<abbr title="where">1<\/abbr><\/td><td class="code">\| where IPAddress == address</)
  expect(text).toContain('2 rows of SigninLogs; 1 run; 1 alert; 1 incident. The tables below say the same.')
  expect(text).toContain('SigninLogs: ../logs/SigninLogs.jsonl')
})

test('techniques are tested where a case that passed fires', async () => {
  enterFolder(sample)
  const layer = () => JSON.parse(readFileSync('out/navigator.json', 'utf8')).techniques
  await report()
  const technique = { techniqueID: 'T1078', tactic: 'initial-access', comment: 'Sign-in from a blocked address' }
  expect(layer()).toEqual([expect.objectContaining({ ...technique, score: 1 })])
  await report('--filter', 'stays quiet')
  expect(layer()).toEqual([expect.objectContaining({ ...technique, score: 0 })])
})

test('nothing that a rule, a test or a log says becomes markup', async () => {
  const name = hostile.replace('\u202e', '')
  enterFolder({
    ...sample,
    'detections/a "><b>.yaml': `${rule.replace('Sign-in from a blocked address', JSON.stringify(name)).replace('T1078', name.replace(/[^<>a-z]/g, ''))}alertDetailsOverride: { alertDisplayNameFormat: "{{UserPrincipalName}}" }\n`,
    'detections/blocked.test.yaml': tests
      .replace('blocked.yaml', `'a "><b>.yaml'`)
      .replace('the blocked address fires', json)
      .replace('severity: High', `title: ${json}`),
    'logs/SigninLogs.jsonl': log.replaceAll('"ann@contoso.example"', json),
  })
  await report()
  const pages = [...pagesIn('out').values()].map(({ text }) => text).join('')
  expect(pages).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(pages).not.toContain('\u202e')
})

test('a run without results leaves no report of an earlier one', async () => {
  enterFolder(sample)
  await report()
  expect((await report('--filter', 'no such case')).code).not.toBe(0)
  expect(pagesIn('out').get('index.html')!.text).toContain('no such case')
})

test('a thousand rules make a summary of moderate size', () => {
  const located = <T>(value: T) => ({ value, span: { file: { path: 'a.yaml', text: '' }, start: 0, end: 0 } })
  const one = {
    kind: 'Scheduled',
    file: { path: 'detections/identity/a-rule-with-a-name.yaml', text: '' },
    name: located('A rule with a name of the usual length'),
    query: { ...located('SigninLogs'), offsetAt: () => 0 },
    severity: located('High'),
    tactics: [located('Persistence')],
    relevantTechniques: [located('T1098')],
    tripline: { hipaa: [located('164.312(b)')], suppress: [] },
  } as unknown as RuleRecord['rule']
  const records = Array.from({ length: 1_000 }, (_, index) => ({ rule: one, page: `${index}-a.html`, cases: [] }))
  const files = new Map(reportFiles(records, []))
  expect(files.size).toBe(1_005)
  expect(files.get('index.html')!.length).toBeLessThan(500_000)
})
