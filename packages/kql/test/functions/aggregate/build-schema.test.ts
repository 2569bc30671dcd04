import { describe, expect, it } from 'vitest'
import { schemaUdfs } from '../../../src/functions/aggregate/build-schema.ts'
import { RefusedValue } from '../../../src/values/refused-value.ts'
import { caller } from '../call.ts'

const call = caller(schemaUdfs)

describe('aggregates over bags', () => {
  it('merges bags up to a number of keys; the first value of a key wins (semantics 10.9)', () => {
    expect(call('bag_of', '[{"a":1},null,7,{"a":2,"b":3}]', 10n)).toBe('{"a":1,"b":3}')
    expect(call('bag_of', '[{"a":1,"b":2}]', 1n)).toBe('{"a":1}')
    expect(call('bag_of', null, 1n)).toBe('{}')
  })

  it('describes the values it has seen (semantics 10.16)', () => {
    expect(JSON.parse(String(call('schema_of', '[{"n":1,"l":[true,"x"]},{"n":1.5}]')))).toEqual({
      n: ['double', 'long'],
      l: { '`indexer`': ['bool', 'string'] },
    })
  })

  it.each(['[{"n":null}]', '[{"l":[]}]', '[{}]'])('refuses the schema of %s', values =>
    expect(() => call('schema_of', values)).toThrow(RefusedValue),
  )
})
