import { expect, test } from 'vitest'
import { pipelineStages } from '../src/compile.ts'

/** Each stage as its name and where it ends. */
const stagesOf = (kql: string) =>
  pipelineStages(kql)?.map(({ operator, table, end }) => [table ?? operator, kql.slice(0, end)])

// Expected: the text up to the end of each operator.
test.each<[string, readonly (readonly [string, string])[]]>([
  ['T', [['T', 'T']]],
  [
    'T | where a == 1 // why\n| count',
    [
      ['T', 'T'],
      ['where', 'T | where a == 1'],
      ['count', 'T | where a == 1 // why\n| count'],
    ],
  ],
  [
    'let a = T | where x;\na | join (U | take 1) on y;',
    [
      ['a', 'let a = T | where x;\na'],
      ['join', 'let a = T | where x;\na | join (U | take 1) on y'],
    ],
  ],
  [
    'union T, U | project-away a',
    [
      ['union', 'union T, U'],
      ['project-away', 'union T, U | project-away a'],
    ],
  ],
  [
    'T | count | render table',
    [
      ['T', 'T'],
      ['count', 'T | count'],
    ],
  ],
  ['datatable(a:long)[1]', [['datatable', 'datatable(a:long)[1]']]],
  [
    '(T | where a) | take 1',
    [
      ['query', '(T | where a)'],
      ['take', '(T | where a) | take 1'],
    ],
  ],
  [
    'F(1) | take 1',
    [
      ['F', 'F(1)'],
      ['take', 'F(1) | take 1'],
    ],
  ],
])('%j', (kql, expected) => expect(stagesOf(kql)).toEqual(expected))

test.each(['', 'T | where (', 'T | fork (count) (take 1)', 'T | facet by a', '.show tables', 'T; U', 'let a = 1;'])(
  '%j has no stages that can be counted',
  kql => expect(pipelineStages(kql)).toBeUndefined(),
)
