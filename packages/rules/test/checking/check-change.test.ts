import { expect, it } from 'vitest'
import { checkChange, loadRule } from '../../src/index.ts'

const rule = (id: string, version: string, query: string) =>
  loadRule({ path: 'rule.yaml', text: `id: ${id}\nkind: Scheduled\nversion: ${version}\nquery: ${query}\n` }).draft!
const findingsOf = (...[before, after]: Parameters<typeof checkChange>) =>
  checkChange(before, after).map(({ id, fix }) => [id, fix].filter(Boolean).join(' '))

it.each([
  ['nothing', rule('a', '1.0.0', 'T'), rule('a', '1.0.0', 'T'), []],
  ['the id', rule('a', '1.0.0', 'T'), rule('b', '1.0.0', 'T'), ['id-changed id: a']],
  ['the case of the id', rule('a', '1.0.0', 'T'), rule('A', '1.0.0', 'T'), []],
  ['the query alone', rule('a', '1.0.9', 'T'), rule('a', '1.0.9', 'U'), ['version-unchanged version: 1.0.10']],
  ['query and version', rule('a', '1.0.9', 'T'), rule('a', '1.0.10', 'U'), []],
  ['the version back', rule('a', '1.2.0', 'T'), rule('a', '1.1.9', 'U'), ['version-backwards']],
  ['a version that is none', rule('a', 'one', 'T'), rule('a', 'one', 'U'), []],
])('a change of %s', (_, before, after, expected) => {
  expect(findingsOf(before, after)).toEqual(expected)
})
