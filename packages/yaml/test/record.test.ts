import { positionAt } from '@tripline/diagnostics'
import {
  anyNode,
  anyText,
  boolean,
  byShape,
  defaulted,
  documentSchema,
  expected,
  lenient,
  list,
  located,
  mapOf,
  mapped,
  oneOf,
  oneOrMore,
  optional,
  parsed,
  parseYaml,
  plainValue,
  type ReadBy,
  type Reader,
  read,
  record,
  required,
  type Strictness,
  strict,
  text,
  wholeNumber,
} from '@tripline/yaml'
import { describe, expect, it } from 'vitest'

const days = parsed('a number of days such as 90d', written => {
  const match = /^(\d+)d$/.exec(written)
  return match ? Number(match[1]) : undefined
})

const format = record('a rule', {
  name: required(text),
  severity: expected(oneOf(['High', 'Medium', 'Low', 'Informational'])),
  keep: optional(days),
  enabled: optional(boolean),
  tactics: defaulted(list(text), []),
  mappings: optional(list(record('a mapping of a column', { column: required(text), at: optional(wholeNumber) }))),
  details: optional(mapOf(anyText)),
})

function messages<T>(reader: Reader<T>, source: string, strictness: Strictness = strict): string[] {
  const file = { path: 'rule.yaml', text: source }
  return read(reader, parseYaml(file).value!, strictness).diagnostics.map(({ span, severity, category, message }) => {
    const { line, column } = positionAt(file, span!.start)
    return `${line}:${column} ${severity} ${category} ${message}`
  })
}

function valueRead<T>(reader: Reader<T>, source: string): T | undefined {
  const { value, diagnostics } = read(reader, parseYaml({ path: 'rule.yaml', text: source }).value!, strict)
  expect(diagnostics).toEqual([])
  return value
}

describe('record', () => {
  it('reads what is written, with its span', () => {
    const source =
      'name: "a"\nkeep: 90d\nmappings:\n  - column: C\n    at: 3\ndetails: { x: 1, y: "2" }\nseverity: Low\n'
    const rule: ReadBy<typeof format> = valueRead(format, source)!
    expect(source.slice(rule.name.span.start, rule.name.span.end)).toBe('"a"')
    expect(rule.name.value).toBe('a')
    expect(rule.severity?.value).toBe('Low')
    expect(rule.keep?.value).toBe(90)
    expect(rule.mappings?.map(({ column, at }) => [column.value, at?.value])).toEqual([['C', 3]])
    expect(rule.details?.map(({ key, value }) => [key.value, value.value])).toEqual([
      ['x', '1'],
      ['y', '2'],
    ])
    expect(rule.tactics).toEqual([])
    expect(Object.keys(rule)).not.toContain('enabled')
  })

  it('names the nearest key that is not written yet', () => {
    expect(messages(format, 'name: a\nsevrity: Low\nnames: b\n')).toEqual([
      '2:1 error input a rule has no key sevrity; did you mean severity?',
      '3:1 error input a rule has no key names',
    ])
  })

  it('only warns of unknown keys where the format is open', () => {
    expect(messages(format, 'name: a\nseverity: Low\nteam: x\n', lenient)).toEqual([
      '3:1 warning finding a rule has no key team',
    ])
  })

  it('reports a misspelt required key once, as an error in open formats too', () => {
    expect(messages(format, 'name: a\nsevrity: Low\n', lenient)).toEqual([
      '2:1 error finding a rule has no key sevrity; did you mean severity?',
    ])
  })

  it('gives the record up only for what it requires, and still reports the rest', () => {
    const without = (source: string) => read(format, parseYaml({ path: 'r', text: source }).value!, strict)
    expect(without('name: a\n').value?.name.value).toBe('a')
    expect(without('severity: Low\n').value).toBeUndefined()
    expect(messages(format, 'name: [a]\nkeep: 90\nenabled: "yes"\n')).toEqual([
      '1:7 error input expected text, got a list',
      '1:1 error input a rule needs the key severity',
      '2:7 error input expected a number of days such as 90d, got the number 90',
      '3:10 error input expected true or false, got the text yes',
    ])
  })

  it('takes a key without a value as not written, at that key', () => {
    expect(messages(format, 'severity: Low\nname:\nkeep: ~\n')).toEqual(['2:1 error input a rule needs the key name'])
  })

  it.each([
    ['a list', '- a', '1:1 error input expected a rule, got a list'],
    ['text', 'a', '1:1 error input expected a rule, got the text a'],
  ])('refuses %s', (_, source, message) => expect(messages(format, source)).toEqual([message]))

  it('is not misled by names that every object has', () => {
    expect(messages(format, 'name: a\nseverity: Low\nconstructor: 1\n__proto__: 2\n')).toEqual([
      '3:1 error input a rule has no key constructor',
      '4:1 error input a rule has no key __proto__',
    ])
  })
})

describe('values', () => {
  it('lists the allowed names and the nearest', () => {
    expect(messages(oneOf(['High', 'Low']), 'high')).toEqual([
      '1:1 error input high is not one of High, Low; did you mean High?',
    ])
    expect(messages(oneOf(['High', 'Low']), '[]')).toEqual(['1:1 error input expected one of High, Low, got a list'])
  })

  it('leaves unreadable items and entries out', () => {
    const source = { path: 'r', text: '[1, x, 2]' }
    const items = read(list(wholeNumber), parseYaml(source).value!, strict)
    expect(items.value?.map(({ value }) => value)).toEqual([1, 2])
    expect(items.diagnostics).toHaveLength(1)
    expect(messages(mapOf(wholeNumber), 'a: 1\nb: 1.5\n')).toEqual([
      '2:4 error input expected a whole number, got the number 1.5',
    ])
  })

  it('refuses whole numbers that a double cannot hold', () => {
    expect(messages(wholeNumber, '9007199254740993')).toHaveLength(1)
  })

  it('quotes only the beginning of a long text', () => {
    expect(messages(wholeNumber, `|\n  first\n  second\n`)).toEqual([
      '2:3 error input expected a whole number, got the text first…',
    ])
  })

  it('chooses by shape', () => {
    const incidents = byShape({ scalar: wholeNumber, sequence: list(text) })
    expect(valueRead(incidents, '3')).toMatchObject({ value: 3 })
    expect(valueRead(incidents, '[a]')).toMatchObject([{ value: 'a' }])
    expect(messages(incidents, 'a: 1')).toEqual([
      '1:1 error input expected a whole number or a list, each item text, got a mapping',
    ])
    expect(
      valueRead(
        mapped(oneOrMore(text), all => all.length),
        'a',
      ),
    ).toBe(1)
    expect(
      valueRead(
        mapped(oneOrMore(text), all => all.length),
        '[a, b]',
      ),
    ).toBe(2)
  })

  it('keeps the span of a whole collection: its first line', () => {
    const source = 'k:\n  - a\n  - b\n'
    const { span } = valueRead(record('r', { k: required(located(list(text))) }), source)!.k
    expect(source.slice(span.start, span.end)).toBe('- a')
  })

  it('passes parts through as JSON would have them', () => {
    expect(plainValue(valueRead(anyNode, 'a: [1, x, ~]\nb: { __proto__: true }')!)).toEqual(
      JSON.parse('{"a":[1,"x",null],"b":{"__proto__":true}}'),
    )
  })
})

describe('documentSchema', () => {
  it('says what the fields say; only strict formats close a record', () => {
    const document = record('a rule', {
      name: required(text),
      severity: expected(oneOf(['Low'])),
      at: optional(anyNode),
    })
    const properties = { name: { type: 'string' }, severity: { enum: ['Low'] }, at: {} }
    const schema = { title: 'rules', type: 'object', properties, required: ['name', 'severity'] }
    expect(documentSchema('rules', document, strict)).toMatchObject({ ...schema, additionalProperties: false })
    expect(documentSchema('rules', document, lenient)).toMatchObject({ ...schema, additionalProperties: true })
  })
})
