import { positionAt } from '@tripline/diagnostics'
import { loadCatalogue, parseDatetimeIso } from '@tripline/schemas'
import { describe, expect, it } from 'vitest'
import { checkRule, loadRule } from '../../src/index.ts'
import { queryAnalyses } from '../../src/query/query-analyses.ts'

const analyses = queryAnalyses({ catalogue: loadCatalogue() })

function findingsOf(query: string, rest = '', now?: bigint): string[] {
  const text = `name: Sign-ins\nquery: |\n${query.replace(/^/gm, '  ')}\n${rest}`
  const file = { path: 'rule.yaml', text }
  return checkRule(loadRule(file), analyses, now).map(({ id, span }) => `${positionAt(file, span!.start).line} ${id}`)
}

const contains = '| where AppDisplayName contains "portal"'

describe('a suppressed finding', () => {
  it('is not reported on the line after a comment that says why', () => {
    const comment = '// tripline:disable-next-line contains-for-term -- part of longer words'
    expect(findingsOf(`SigninLogs\n${comment}\n${contains}\n${contains}`)).toEqual(['6 contains-for-term'])
  })

  it('is not reported anywhere in a file whose metadata accepts it', () => {
    const rest = 'metadata:\n  tripline:\n    suppress:\n      contains-for-term: part of longer words\n'
    expect(findingsOf(`SigninLogs\n${contains}\n${contains}`, rest)).toEqual([])
  })

  it('is reported again from the day on until which it was accepted', () => {
    const suppress = '{ contains-for-term: { reason: part of longer words, until: 2027-01-01 } }'
    const rest = `metadata:\n  tripline:\n    suppress: ${suppress}\n`
    const on = (day: string) => findingsOf(`SigninLogs\n${contains}`, rest, parseDatetimeIso(day))
    expect(on('2026-12-31')).toEqual([])
    expect(on('2027-01-01')).toEqual(['4 contains-for-term', '7 suppress-expired'])
  })

  it('needs a reason', () => {
    expect(findingsOf(`SigninLogs\n// tripline:disable-next-line contains-for-term\n${contains}`)).toEqual([
      '4 suppress-without-reason',
      '5 contains-for-term',
    ])
  })

  it('must exist, and must not be an error', () => {
    const unused = '// tripline:disable-next-line contains-for-term -- gone'
    expect(findingsOf(`SigninLogs\n${unused}\n| take 5`)).toEqual(['4 suppress-unused'])
    const error = '// tripline:disable-next-line unknown-name -- it will come'
    expect(findingsOf(`SigninLogs\n${error}\n| where NoSuchColumn == 1`)).toEqual([
      '4 suppress-unused',
      '5 unknown-name',
    ])
  })
})
