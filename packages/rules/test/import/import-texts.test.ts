import { describe, expect, it } from 'vitest'
import { importFiles, readDocuments as read } from './import-files.ts'

const id = '0e7f3a52-6d1c-4a3e-9d0b-5b1f2c7a9e11'

describe('a rule in a text', () => {
  it.each([
    `---\nid: ${id}\nname: Failed sign-ins\nseverity: Low\nqueryFrequency: 1h\n---\nSigninLogs\n| take 1\n`,
    `/*\nid: ${id}\nname: Failed sign-ins\nseverity: Low\nqueryFrequency: 1h\n*/\nSigninLogs\n| take 1\n`,
  ])('comes from KQL with front matter', text => {
    expect(read('a.kql', text).documents).toEqual([
      {
        id,
        name: 'Failed sign-ins',
        kind: 'Scheduled',
        severity: 'Low',
        queryFrequency: '1h',
        query: 'SigninLogs\n| take 1\n',
      },
    ])
  })

  it('comes from the blocks of a page, named by their headings', () => {
    const text =
      '# Hunts\n\n## Failed sign-ins\n\nText.\n\n```kql\nSigninLogs\n| take 1\n```\n\n```kusto title=x\nSyslog\n```\n\n```js\nlet x\n```\n\n### Doors ##\n~~~KQL\nDoor_CL\n~~~\n'
    expect(read('hunts.md', text).documents).toEqual([
      { name: 'Failed sign-ins', kind: 'Hunting', query: 'SigninLogs\n| take 1\n' },
      { name: 'Failed sign-ins (2)', kind: 'Hunting', query: 'Syslog\n' },
      { name: 'Doors', kind: 'Hunting', query: 'Door_CL\n' },
    ])
  })

  // https://spec.commonmark.org/0.31.2/#fenced-code-blocks
  it.each([
    ['in a list', '1. Text:\n\n   ```kql\n   Syslog\n   | take 1\n   ```\n', 'hunts', 'Syslog\n| take 1\n'],
    [
      'under a heading with marks',
      '## The `Syslog` **table** ##\n````kql\nT\n```\n````',
      'The Syslog table',
      'T\n```\n',
    ],
    ['under a comment of another language', '# Hunt\n```sh\n# install\n```\n~~~ kusto\nT\n~~~', 'Hunt', 'T\n'],
    ['without an end', '# Hunt\n```{.kql .numberLines}\nT\n', 'Hunt', 'T\n'],
  ])('comes from a block %s', (_, text, name, query_) =>
    expect(read('hunts.md', text).documents).toEqual([{ name, kind: 'Hunting', query: query_ }]),
  )

  it('points to the block that it comes from', () => {
    const text = '# Hunt\n\n```kql\nT\n```\n'
    expect(importFiles({ path: 'hunts.md', text }).diagnostics[0]!.span!.start).toBe(text.indexOf('```'))
  })

  it('comes from KQL with its keys in comments', () => {
    const text = `// Name: Old hunt\r\n// Id: ${id}\r\n// Severity: low\r\n// Tactics: #InitialAccess, #Lateral Movement\r\n// DataSource: #Syslog\r\n// Name: other\r\nSyslog\r\n`
    expect(read('a.txt', text)).toEqual({
      documents: [
        {
          id,
          name: 'Old hunt',
          kind: 'Hunting',
          severity: 'Low',
          tactics: ['InitialAccess', 'LateralMovement'],
          query: text.replaceAll('\r', ''),
        },
      ],
      ids: ['import-spelling', 'import-spelling'],
    })
  })

  it.each(['// Name: a query\nSyslog\n', '// Severity: low\nSyslog\n', '// constructor: x\n// name: a\nSyslog\n'])(
    'does not come from the comments of %j',
    text => expect(read('a.kql', text)).toEqual({ documents: [], ids: ['import-nothing'] }),
  )

  it('takes no longer for texts that are nothing', () => {
    const started = performance.now()
    for (const text of ['```kql\n'.repeat(1e5), `# a${' #'.repeat(1e6)}b`]) read('a.md', text)
    for (const text of ['//\n'.repeat(1e6), `// a: b${' '.repeat(1e6)}c`]) read('a.kql', text)
    expect(performance.now() - started).toBeLessThan(20_000)
  })
})
