import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { positionAt } from '@tripline/diagnostics'
import { describe, expect, it } from 'vitest'
import { loadRule } from '../src/index.ts'

const corpus = new URL('../../../../shared/conformance/rules/', import.meta.url)

/** 258 published templates; their labels say that every one is readable and uses only keys of the format. */
describe.skipIf(!existsSync(corpus))('published templates', () => {
  it('load, but for a rule without an id and an empty list item', () => {
    const paths = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.yaml'))
    const messages = paths.flatMap(path => {
      const file = { path, text: readFileSync(new URL(path, corpus), 'utf8') }
      return loadRule(file).diagnostics.map(({ span, id, message }) => {
        const { line } = positionAt(file, span!.start)
        return `${path}:${line} ${id} ${message}`
      })
    })
    expect(paths).toHaveLength(258)
    expect(messages).toEqual([
      'hunting/BehaviorAnalytics/Anomalous-Resource-Access.yaml:12 wrong-type expected text, got nothing',
      'hunting/SigninLogs/SuccessfulAccount-SigninAttemptsByIPviaDisabledAccounts.yaml:1 missing-key a scheduled rule needs the key id',
    ])
  })
})
