import { readdirSync, readFileSync } from 'node:fs'
import { positionAt } from '@tripline/diagnostics'
import { loadCatalogue } from '@tripline/schemas'
import { describe, expect, it } from 'vitest'
import { checkRule, checks, loadRule } from '../../src/index.ts'
import { queryAnalyses } from '../../src/query/query-analyses.ts'

const analyses = queryAnalyses({
  catalogue: loadCatalogue(),
  watchlists: [{ alias: 'known-addresses', columns: ['SearchKey'] }],
})
const cases = new URL('../../cases/checks/', import.meta.url)
const pages = new URL('../../src/checks/', import.meta.url)
const marker = /\s*(?:#|\/\/) expect: (.*)$/

/** What a rule is told, as `line id`. */
function findingsOf(text: string): string[] {
  const file = { path: 'rule.yaml', text }
  return checkRule(loadRule(file), analyses)
    .map(({ id, span }) => `${positionAt(file, span!.start).line} ${id}`)
    .sort()
}

/** The findings that a case's own comments announce on their lines. */
const announced = (text: string): string[] =>
  text
    .split('\n')
    .flatMap(
      (line, index) =>
        marker
          .exec(line)?.[1]
          ?.split(', ')
          .map(id => `${index + 1} ${id}`) ?? [],
    )
    .sort()

/** The top-level keys of a YAML text with their lines. */
function keysOf(text: string): Map<string, string> {
  const keys = new Map<string, string>()
  for (const [block] of text.matchAll(/^\w+:.*\n?(?:[ \n].*\n?)*/gm))
    keys.set(block.slice(0, block.indexOf(':')), block)
  return keys
}

/** A rule in which the keys that the example gives replace its own. */
const withKeys = (rule: string, example: string): string =>
  [...new Map([...keysOf(rule), ...keysOf(`${example}\n`)]).values()].join('')

const exampleOf = (page: string, heading: string): string =>
  new RegExp(`^## ${heading}\n\n\`\`\`yaml\n([^]*?)\n\`\`\``, 'm').exec(page)?.[1] ?? ''

describe('every check', () => {
  it('has one case and one page', () => {
    const ids = checks.map(({ id }) => id)
    expect(readdirSync(cases).sort()).toEqual(ids)
    expect(readdirSync(pages).filter(name => name.endsWith('.md'))).toEqual(
      expect.arrayContaining(ids.map(id => `${id}.md`)),
    )
  })

  it.each(checks.map(({ id }) => id))('%s finds what its case announces, and nothing in what its page prefers', id => {
    const rule = readFileSync(new URL(`${id}/rule.yaml`, cases), 'utf8')
    expect(
      announced(rule).map(line => line.split(' ')[1]),
      `lines of the case that say "# expect: ${id}"`,
    ).toContain(id)
    expect(findingsOf(rule), 'findings are what the comments of the case announce').toEqual(announced(rule))

    const page = readFileSync(new URL(`${id}.md`, pages), 'utf8')
    const bare = rule.split('\n').map(line => line.replace(marker, ''))
    expect(bare, 'the case contains the lines of "Incorrect"').toEqual(
      expect.arrayContaining(exampleOf(page, 'Incorrect').split('\n')),
    )
    expect(
      findingsOf(withKeys(bare.join('\n'), exampleOf(page, 'Correct'))),
      'findings in the case with the keys of "Correct"',
    ).toEqual([])
  })

  // A key that is missing or cannot be read is a finding of its own, and no reason to say nothing about the others.
  it.each(checks.map(({ id }) => id))(
    '%s judges its case without any one of its keys, and with one that says nothing',
    id => {
      const rule = readFileSync(new URL(`${id}/rule.yaml`, cases), 'utf8')
      for (const [key, block] of keysOf(rule)) {
        const changed = [rule.replace(block, ''), rule.replace(block, () => `${key}: [[]]\n`)]
        expect(
          changed.map(text => Array.isArray(findingsOf(text))),
          key,
        ).toEqual([true, true])
      }
    },
  )
})
