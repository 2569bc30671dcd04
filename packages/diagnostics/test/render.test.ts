import {
  colourful,
  type Diagnostic,
  renderGitHub as githubText,
  renderHuman as humanText,
  renderJson as jsonText,
  type Printable,
  plain,
  type SourceFile,
  renderSarif as sarifText,
} from '@tripline/diagnostics'
import { describe, expect, it } from 'vitest'

const printed =
  <Args extends readonly unknown[]>(render: (...args: Args) => Printable) =>
  (...args: Args): string =>
    String(render(...args))
const renderGitHub = printed(githubText)
const renderHuman = printed(humanText)
const renderJson = printed(jsonText)
const renderSarif = printed(sarifText)

/** A file and the span between the two `¦` in it. */
function marked(path: string, text: string) {
  const [before, inside, after] = text.split('¦') as [string, string, string]
  const file: SourceFile = { path, text: before + inside + after }
  return { file, start: before.length, end: before.length + inside.length }
}

const column: Diagnostic = {
  id: 'entity-column-missing',
  severity: 'error',
  category: 'finding',
  message: "the query's result has no column InitiatedBy_UPN; did you mean InitiatedByUpn?",
  span: marked('detections/identity/new-admin.yaml', 'entityMappings:\n  - columnName: ¦InitiatedBy_UPN¦\n'),
}

const binder: Diagnostic = {
  id: 'kql',
  severity: 'warning',
  category: 'finding',
  message: '100% of: a, b\nsecond line',
  kusto: 'KS142',
  fix: 'project the column first',
  span: marked('a,b:c.yaml', 'x: ¦1\ny: 2¦\n'),
}

const unplaced: Diagnostic = { id: 'no-rules', severity: 'info', category: 'finding', message: 'no rule was found' }

describe('human', () => {
  it('is a code frame and a sentence', () => {
    expect(renderHuman([column], plain)).toBe(
      [
        'detections/identity/new-admin.yaml:2:17 error entity-column-missing',
        '  2 |   - columnName: InitiatedBy_UPN',
        '    |                 ^^^^^^^^^^^^^^^',
        "  the query's result has no column InitiatedBy_UPN; did you mean InitiatedByUpn?",
      ].join('\n'),
    )
  })

  it('orders by offset, shows the code of Kusto and the fix, and underlines the first line only', () => {
    expect(renderHuman([unplaced, column, binder], plain)).toBe(
      [
        'a,b:c.yaml:1:4 warning kql KS142',
        '  1 | x: 1',
        '    |    ^',
        '  100% of: a, b',
        '  second line',
        '  fix: project the column first',
        '',
        renderHuman([column], plain),
        '',
        'info no-rules',
        '  no rule was found',
      ].join('\n'),
    )
  })

  const frame = (text: string) =>
    renderHuman([{ ...unplaced, span: marked('f', text) }], plain)
      .split('\n')
      .slice(1, 3)

  it.each([
    ['an empty span', 'a¦¦b', ['  1 | ab', '    |  ^']],
    ['the end of a line', 'ab¦¦\n', ['  1 | ab', '    |   ^']],
    ['tabs, which are two wide', '\t¦\tb¦', ['  1 |     b', '    |   ^^^']],
    ['characters of two units', '😀¦b¦', ['  1 | 😀b', '    |  ^']],
    ['CRLF', 'a\r\n¦b\r\nc¦\r\n', ['  2 | b', '    | ^']],
  ])('marks %s', (_, text, lines) => expect(frame(text)).toEqual(lines))

  it('shows no line of a file without text, as one that cannot be read', () => {
    expect(frame('¦¦')).toEqual(['  no rule was found'])
  })

  it('shows of a long line the part around the mark', () => {
    const [line, underline] = frame(`${'a'.repeat(500)}¦bbb¦${'c'.repeat(500)}`)
    expect(line).toMatch(/^ {2}1 \| …a{30}bbbc{87}…$/)
    expect(underline!.indexOf('^')).toBe(line!.indexOf('b'))
  })

  it('lets no control sequence through to the terminal', () => {
    const hostile: Diagnostic = { ...unplaced, message: 'a\u001b[2Jb', span: marked('\u001bf', '¦\u001b]0;x\u0007¦') }
    expect(renderHuman([hostile], plain)).not.toMatch(/[^\P{Cc}\n]/u)
  })

  it('colours by severity with the palette it is given, and only so', () => {
    expect(renderHuman([column], colourful)).toContain('\u001b[31m')
    expect(renderHuman([column], plain)).not.toContain('\u001b')
  })
})

describe('json', () => {
  it('is the documented document', () => {
    expect(JSON.parse(renderJson(3, [unplaced, binder, column]))).toEqual({
      files: 3,
      diagnostics: [
        {
          file: 'a,b:c.yaml',
          line: 1,
          column: 4,
          endLine: 2,
          endColumn: 5,
          severity: 'warning',
          id: 'kql',
          kusto: 'KS142',
          message: '100% of: a, b\nsecond line',
          fix: 'project the column first',
        },
        {
          file: 'detections/identity/new-admin.yaml',
          line: 2,
          column: 17,
          endLine: 2,
          endColumn: 32,
          severity: 'error',
          id: 'entity-column-missing',
          message: column.message,
        },
        { severity: 'info', id: 'no-rules', message: 'no rule was found' },
      ],
    })
  })
})

describe('github', () => {
  it('escapes what delimits a workflow command, and gives columns only within a line', () => {
    expect(renderGitHub([column, binder, unplaced])).toBe(
      [
        '::warning file=a%2Cb%3Ac.yaml,line=1,endLine=2,title=kql KS142::100%25 of: a, b%0Asecond line%0Aproject the column first',
        `::error file=detections/identity/new-admin.yaml,line=2,endLine=2,col=17,endColumn=32,title=entity-column-missing::${column.message}`,
        '::notice title=no-rules::no rule was found',
        '',
      ].join('\n'),
    )
  })
})

describe('sarif', () => {
  const sentence = 'The query does not bind.'
  const page = { sentence, markdown: `# kql\n\n${sentence}`, uri: 'https://example.org/kql.md' }
  const tool = { name: 'tripline', version: '1.2.3', page: (id: string) => (id === 'kql' ? page : undefined) }
  const { runs } = JSON.parse(renderSarif([unplaced, column, binder], tool))

  it('has one run whose rules the results point at', () => {
    expect(runs).toHaveLength(1)
    expect(runs[0].tool.driver).toEqual({
      name: 'tripline',
      version: '1.2.3',
      rules: [
        { id: 'entity-column-missing' },
        {
          id: 'kql',
          shortDescription: { text: sentence },
          help: { text: page.markdown, markdown: page.markdown },
          helpUri: page.uri,
        },
        { id: 'no-rules' },
      ],
    })
    for (const { ruleId, ruleIndex } of runs[0].results) {
      expect(runs[0].tool.driver.rules[ruleIndex].id).toBe(ruleId)
    }
  })

  it('places results by relative URI and exclusive end column (SARIF 2.1.0, 3.30)', () => {
    expect(runs[0].results.map((result: { level: string }) => result.level)).toEqual(['warning', 'error'])
    expect(runs[0].results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'a%2Cb%3Ac.yaml' },
      region: { startLine: 1, startColumn: 4, endLine: 2, endColumn: 5 },
    })
  })

  it('reports what has no span on the invocation, for readers want a location for every result', () => {
    expect(runs[0].invocations).toEqual([
      {
        executionSuccessful: true,
        toolConfigurationNotifications: [
          { descriptor: { id: 'no-rules' }, level: 'note', message: { text: 'no rule was found' } },
        ],
      },
    ])
  })

  const fingerprintsOf = (...diagnostics: readonly Diagnostic[]): readonly string[] =>
    JSON.parse(renderSarif(diagnostics, tool)).runs[0].results.map(
      (result: { partialFingerprints: { primaryLocationLineHash: string } }) =>
        result.partialFingerprints.primaryLocationLineHash,
    )
  const at = (text: string, path = 'f') => ({ ...column, span: marked(path, text) })
  const [first] = fingerprintsOf(at('a: ¦b¦'))

  it.each([
    ['lines before it', at('x\ny\na: ¦b¦')],
    ['lines after it', at('a: ¦b\nc¦')],
    ['its indentation', at('  a:\t¦b¦')],
    ['the message', { ...at('a: ¦b¦'), message: 'other' }],
    ['the name of the file', at('a: ¦b¦', 'g')],
  ])('has a fingerprint that does not depend on %s', (_, diagnostic) => {
    expect(fingerprintsOf(diagnostic)).toEqual([first])
  })

  it.each([
    ['the line', at('a: ¦c¦')],
    ['the id', { ...at('a: ¦b¦'), id: 'other' }],
  ])('has a fingerprint that depends on %s', (_, diagnostic) => {
    expect(fingerprintsOf(diagnostic)).not.toEqual([first])
  })

  it('numbers equal fingerprints within a file', () => {
    const file = marked('f', 'a: b\na: b¦¦').file
    const [one, two] = [0, 5].map(start => ({ ...column, span: { file, start, end: start + 1 } }))
    const hash = first!.replace(/:1$/, '')
    expect(fingerprintsOf(two!, at('a: ¦b¦', 'g'), one!)).toEqual([`${hash}:1`, `${hash}:2`, `${hash}:1`])
  })
})
