import type { Located } from '@tripline/diagnostics'
import { inside, named } from '@tripline/files'
import type { AutomationRule, Project, Target } from '@tripline/project'
import { loadCatalogue } from '@tripline/schemas'
import { describe, expect, it } from 'vitest'
import {
  automationRulesFor,
  checkProject,
  checkTwins,
  type LoadedRule,
  loadRule,
  loadTestFile,
  rulesFor,
  settingsFor,
  unknownChoices,
} from '../../src/index.ts'
import { queryAnalyses } from '../../src/query/query-analyses.ts'

const analyses = queryAnalyses({ catalogue: loadCatalogue() })
const id = '0e7f3a52-6d1c-4a3e-9d0b-5b1f2c7a9e11'

const rule = (path: string, changes: (text: string) => string = text => text): LoadedRule =>
  loadRule({
    path,
    text: changes(`id: ${id}
name: Sign-ins
severity: Medium
queryFrequency: 1h
queryPeriod: 7d
triggerOperator: gt
triggerThreshold: 0
query: |
  let threshold = 5;
  SigninLogs
  | summarize Failures = count() by UserPrincipalName
  | where Failures > threshold
`),
  })

const file = { path: 'p/tripline.yaml', text: 'the text does not matter here' }
const written = <T>(value: T): Located<T> => ({ value, span: { file, start: 0, end: 1 } })
const project: Project = {
  root: 'p',
  profile: 'workspace',
  file,
  detections: [inside('p', 'p/detections')],
  targets: [],
  disabled: [],
  watchlists: [],
  externalData: [],
  engines: [],
  functions: [],
  functionFiles: [],
  automationRules: [],
  automationFiles: [],
  tables: [],
  deploy: {},
  retention: { default: {}, tables: [] },
}

function automationRule(path: string, ownId: string): AutomationRule {
  const at = <T>(value: T): Located<T> => ({ value, span: { file: { path, text: '' }, start: 0, end: 1 } })
  return { id: at(ownId), name: at('Close'), order: at(1), properties: {} }
}

const test = (expectations: readonly string[], path = 'p/detections/a.test.yaml') =>
  loadTestFile({
    path,
    text: `rule: a.yaml\ncases:\n${expectations
      .map((expected, n) => `  - { name: c${n}, at: 2026-03-02, expect: ${expected} }\n`)
      .join('')}`,
  })

const fires = '{ alerts: [{ severity: Medium }] }'
const quiet = '{ alerts: [] }'
const tested = test([fires, quiet])
const findingsOf = (...args: Parameters<typeof checkProject>) =>
  checkProject(...args).map(({ id, span, message }) => `${span!.file.path} ${id}: ${message}`)

describe('a project', () => {
  it('whose rules are seen to fire and to stay quiet has nothing to hear', () => {
    expect(findingsOf([rule('p/detections/a.yaml')], [tested], project, analyses)).toEqual([])
  })

  it.each([
    ['fires', [quiet]],
    ['stays quiet', [fires]],
    ['stays quiet', [fires, '{ alerts: [], reaches: nothing }']],
  ])('reports a rule without a test in which it %s', (lack, expectations) => {
    expect(findingsOf([rule('p/detections/a.yaml')], [test(expectations)], project, analyses)).toEqual([
      `p/detections/a.yaml test-missing: the enabled rule has no test case in which it ${lack}`,
    ])
  })

  it('counts a rule as quiet whose rows reach an operator', () => {
    const reaching = test([fires, '{ alerts: [], reaches: where }'])
    expect(findingsOf([rule('p/detections/a.yaml')], [reaching], project, analyses)).toEqual([])
  })

  it('need not test a disabled rule', () => {
    const disabled = { ...project, disabled: [written(id)] }
    expect(findingsOf([rule('p/detections/a.yaml')], [], disabled, analyses)).toEqual([])
  })

  it('reports a test without a rule, and a disabled rule that does not exist', () => {
    const disabled = { ...project, disabled: [written('11111111-1111-1111-1111-111111111111')] }
    expect(findingsOf([], [tested], disabled, analyses)).toEqual([
      'p/detections/a.test.yaml test-without-rule: a.yaml is not a rule of this project',
      'p/tripline.yaml disabled-unknown: no rule of this project has the id 11111111-1111-1111-1111-111111111111',
    ])
  })

  it('reports a rule that looks back further than a table keeps rows', () => {
    const short = {
      default: { interactive: written(90) },
      tables: [{ table: written('SigninLogs'), interactive: written(4) }],
    }
    expect(findingsOf([rule('p/detections/a.yaml')], [tested], { ...project, retention: short }, analyses)).toEqual([
      'p/detections/a.yaml retention-below-period: the rule looks back 7d, but SigninLogs only keeps rows for 4 days',
    ])
  })

  // A rule reaches its whole period back; `retention` counts days.
  it.each([
    ['7d', 7, false],
    ['7d', 6, true],
    ['P6DT23H59M', 7, false],
    ['P7DT1M', 7, true],
  ])('may look back %s where rows stay %i days: found %s', (period, days, isFound) => {
    const looking = rule('p/detections/a.yaml', text => text.replace('queryPeriod: 7d', `queryPeriod: ${period}`))
    const found = (retention: Project['retention']) =>
      checkProject([looking], [tested], { ...project, retention }, analyses).map(({ id }) => id)
    const expected = isFound ? ['retention-below-period'] : []
    expect(found({ default: { interactive: written(days) }, tables: [] })).toEqual(expected)
    const own = { table: written('SigninLogs'), interactive: written(days) }
    expect(found({ default: { interactive: written(1) }, tables: [own] })).toEqual(expected)
    const other = { table: written('AuditLogs'), interactive: written(1) }
    expect(found({ default: { interactive: written(days) }, tables: [other] })).toEqual(expected)
  })

  it('says nothing about rules that were not chosen, and needs no analysis of their queries', () => {
    const chosen = rule('p/detections/a.yaml')
    const other = rule('p/detections/b.yaml', text => text.replace('SigninLogs', 'AuditLogs'))
    const ofChosen = { of: (kql: string) => (kql.includes('SigninLogs') ? analyses.of(kql) : expect.unreachable(kql)) }
    const short = { default: { interactive: written(4) }, tables: [] }
    const found = checkProject([chosen, other], [tested], { ...project, retention: short }, ofChosen, [chosen])
    expect(found.filter(({ id }) => id === 'retention-below-period').map(({ span }) => span!.file.path)).toEqual([
      'p/detections/a.yaml',
    ])
  })

  // Service limits of Microsoft Sentinel, analytics rules: 512 enabled rules, 50 of them near-real-time, per workspace.
  describe.each([
    ['Scheduled', 512],
    ['NRT', 50],
  ])('has enabled rules of kind %s up to %i', (kind, limit) => {
    const many = Array.from({ length: limit + 1 }, (_, n) =>
      rule(`p/detections/${n}.yaml`, text => {
        const own = text.replace(id, `0e7f3a52-6d1c-4a3e-9d0b-${String(n).padStart(12, '0')}`)
        return kind === 'Scheduled' ? own : `kind: NRT\n${own.replace(/^(?:query(?:Freq|Per)|trigger).*\n/gm, '')}`
      }),
    )
    const limitsFound = (rules: readonly LoadedRule[], disabled: readonly string[] = []) =>
      checkProject(rules, [], { ...project, disabled: disabled.map(written) }, analyses)
        .filter(({ id }) => id === 'rules-over-limit')
        .map(({ span, message }) => [span!.file.path, message.includes(`${limit + 1} `), message.includes(kind)])

    it('and not one more', () => {
      expect(limitsFound(many.slice(1))).toEqual([])
      expect(limitsFound(many)).toEqual([['p/tripline.yaml', true, true]])
    })

    it('beside disabled ones', () => {
      expect(limitsFound(many, ['0e7f3a52-6d1c-4a3e-9d0b-000000000000'])).toEqual([])
    })
  })

  it('reports a rule over a table whose plan rules cannot read', () => {
    const basic = { default: {}, tables: [{ table: written('SigninLogs'), plan: written('Basic' as const) }] }
    expect(findingsOf([rule('p/detections/a.yaml')], [tested], { ...project, retention: basic }, analyses)).toEqual([
      'p/detections/a.yaml table-plan: SigninLogs is on the Basic plan, which analytics rules cannot read',
    ])
  })

  it('reports a watchlist that it does not declare', () => {
    const reads = rule('p/detections/a.yaml', text =>
      text.replace('threshold = 5', 'known = _GetWatchlist("staff")').replace('> threshold', 'in (known)'),
    )
    expect(findingsOf([reads], [tested], project, analyses)).toEqual([
      'p/detections/a.yaml watchlist-unknown: tripline.yaml declares no watchlist staff',
    ])
  })

  const workspace = (
    name: string,
    value: Target['parameters'][number]['values'][number]['value']['value'],
    key = id,
  ): Target => ({
    kind: 'local',
    name: written('local'),
    parameters: [{ rule: written(key), values: [{ name: written(name), value: written(value) }] }],
  })

  it.each([
    ['an unknown rule', workspace('threshold', '9', 'detections/b.yaml'), 'parameters-unknown-rule'],
    ['an unknown let', workspace('treshold', '9'), 'unknown-parameter'],
    ['a value of another type', workspace('threshold', 'many'), 'parameter-type'],
    ['a list for a number', workspace('threshold', { json: '[9]' }), 'parameter-type'],
  ])('reports a parameter for %s', (_, where, expected) => {
    const found = checkProject([rule('p/detections/a.yaml')], [tested], { ...project, targets: [where] }, analyses)
    expect(found.map(({ id, span }) => [id, span?.file.path])).toEqual([[expected, 'p/tripline.yaml']])
  })

  it('gives a rule the values of a workspace, by id or by path', () => {
    for (const key of [id.toUpperCase(), 'detections/a.yaml']) {
      const { value } = settingsFor(
        rule('p/detections/a.yaml').value!,
        project,
        workspace('threshold', '9', key),
        analyses,
      )
      expect(value).toMatchObject({ enabled: true, parameters: { threshold: '9' } })
    }
  })
})

describe('a workspace', () => {
  const other = '11111111-2222-4333-8444-555555555555'
  const rules = [
    rule('p/detections/identity/a.yaml'),
    rule('p/detections/identity/deep/b.yaml', text => text.replace(id, other).replace('Sign-ins', 'Others')),
    rule('p/detections/identity.yaml', text => text.replace(id, id.replace('0e7f', '1e7f')).replace('Sign-ins', 'C')),
  ]
  const drafts = rules.map(({ draft }) => draft!)
  const target = (include: readonly string[] | undefined, exclude: readonly string[] = []): Target => ({
    kind: 'local',
    name: written('local'),
    parameters: [],
    ...(include && { include: include.map(written) }),
    exclude: exclude.map(written),
  })
  const chosen = (...[include, exclude]: Parameters<typeof target>) =>
    rulesFor(drafts, target(include, exclude), project).map(({ file }) => file.path.slice('p/detections/'.length))
  const [a, b, c] = ['identity/a.yaml', 'identity/deep/b.yaml', 'identity.yaml']

  it.each([
    ['all without a choice', undefined, [], [a, b, c]],
    ['a folder from the root', ['detections/identity'], [], [a, b]],
    ['a folder of the folder of rules', ['identity/'], [], [a, b]],
    ['a file', ['./detections/identity.yaml'], [], [c]],
    ['ids in any case', [other.toUpperCase(), id], [], [a, b]],
    ['less what it excludes', ['identity'], ['identity/deep'], [a]],
    ['all but what it excludes', undefined, [id, 'detections/identity/deep'], [c]],
    ['nothing of an empty list', [], [], []],
  ])('takes %s', (_, include, exclude, expected) => {
    expect(chosen(include, exclude)).toEqual(expected)
  })

  const closing = automationRule('p/automation/close/drills.yaml', '73e01a99-5cd7-4139-a149-9f2736ff2ab5')
  const tagging = automationRule('p/automation/tag.yaml', '83e01a99-5cd7-4139-a149-9f2736ff2ab5')
  const automated: Project = { ...project, automationRules: [closing, tagging] }

  it.each([
    ['all without a choice', undefined, [], [closing, tagging]],
    ['none where only rules are included', ['identity'], [], []],
    ['a folder', ['identity', 'automation/close'], [], [closing]],
    ['a file', ['automation/tag.yaml'], [], [tagging]],
    ['an id', [closing.id.value.toUpperCase()], [], [closing]],
    ['all but what it excludes', undefined, ['automation/close'], [tagging]],
  ])('takes automation rules alike: %s', (_, include, exclude, expected) => {
    expect(automationRulesFor(target(include, exclude), automated).map(({ id }) => id)).toEqual(
      expected.map(({ id }) => id),
    )
  })

  it('may choose automation rules, also while one of them cannot be read', () => {
    const unknownIn = (include: readonly string[], more: Partial<Project> = {}) =>
      unknownChoices(drafts, target(include), { ...automated, ...more }).map(({ message }) => message.split(' ')[0])
    expect(unknownIn(['automation', tagging.id.value, 'automate'])).toEqual(['automate'])
    expect(unknownIn(['automation/broken.yaml'], { automationFiles: ['a', 'b', 'c'].map(named) })).toEqual([])
  })

  it('is told of a choice that no rule matches, at its span', () => {
    const targets = [target(['identity', 'identify'], ['ident'])]
    const found = checkProject(rules, [], { ...project, targets }, analyses).filter(({ id }) => id === 'choice-unknown')
    expect(found.map(({ message, span }) => [message.split(' ')[0], span?.file.path])).toEqual([
      ['identify', 'p/tripline.yaml'],
      ['ident', 'p/tripline.yaml'],
    ])
  })
})

describe('rules together', () => {
  it('have different ids and names', () => {
    const twins = [rule('a.yaml'), rule('b.yaml', text => text.replace(id, id.toUpperCase()))]
    expect(
      checkTwins(twins.map(({ draft }) => draft!)).map(({ id, severity, span }) => [span!.file.path, id, severity]),
    ).toEqual([
      ['a.yaml', 'id-twice', 'error'],
      ['b.yaml', 'id-twice', 'error'],
      ['a.yaml', 'name-twice', 'warning'],
      ['b.yaml', 'name-twice', 'warning'],
    ])
  })
})
