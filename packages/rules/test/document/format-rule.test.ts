import { describe, expect, it } from 'vitest'
import { formatRule } from '../../src/document/format-rule.ts'

const format = (text: string) => formatRule({ path: 'rule.yaml', text }).value

describe('formatting', () => {
  it('orders keys, lays out the query, and keeps comments with the key after them', () => {
    const text = `# yaml-language-server: $schema=rule.json
query: >-  # folded
  T|where a=="x"  // why

  | take 1
# about the name
name: x  # said here
id: 1

# the end
`
    expect(format(text)).toBe(`# yaml-language-server: $schema=rule.json
id: 1
# about the name
name: x  # said here
query: | # folded
  T
  | where a == "x"  // why
  | take 1

# the end
`)
  })

  it.each([
    ['an alias would come before its anchor', 'query: &q T\nname: *q\n'],
    ['a query that Kusto does not understand', 'name: x\nquery: |\n  T | where (\n'],
    ['keys on one line', '{ query: T, name: x }\n'],
  ])('leaves alone %s', (_, text) => {
    expect(format(text)).toBe(text)
  })

  it('keeps the line ends of the file', () => {
    expect(format('query: T|take 1\r\nid: 1\r\n')).toBe('id: 1\r\nquery: |\r\n  T | take 1\r\n')
  })

  it('ends every line as one ends with CRLF, and drops a byte order mark', () => {
    expect(format('\ufeffname: x\nid: 1\r\n')).toBe('id: 1\r\nname: x\r\n')
  })

  it('does not change the text inside literals', () => {
    const text = 'query: |\n  print a = ```x  \n  y```\n'
    expect(format(text)).toBe(text)
  })
})
