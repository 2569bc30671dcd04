import { existsSync, readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { checkPage, checks, ruleKinds } from '../../src/index.ts'

/** The sentence that a page opens with. */
const ruleOf = (id: string): string => /^# .*\n\n(.*)/.exec(checkPage(id)!)![1]!
const link = (id: string): string => `[${id}](../../packages/rules/src/checks/${id}.md)`

/** The files that tests hold against what they announce. */
function exampleOf(id: string): string {
  const folder = ['checks', 'findings'].find(kind => existsSync(new URL(`../../cases/${kind}/${id}`, import.meta.url)))
  return folder ? `[case](../../packages/rules/cases/${folder}/${id})` : ''
}

it('the list of checks is the one in docs/generated', async () => {
  const ids = readdirSync(new URL('../../src/checks/', import.meta.url))
    .filter(name => name.endsWith('.md'))
    .map(name => name.slice(0, -3))
  const own = new Set(checks.map(({ id }) => id))
  const lines = [
    '# Checks',
    '',
    'What `tripline check` holds a rule to. error: Sentinel refuses the rule or it cannot work; warning: it works, but not as meant; info: advice.',
    'Each has a page with the reason and a case, which tests run. Written by `pnpm test:only packages/rules/test/checks/generated-list.test.ts -u` from the checks and their pages.',
    '',
    '| id | severity | kinds | the rule | example |',
    '|---|---|---|---|---|',
    ...checks.map(({ id, severity, kinds }) => {
      const judged = kinds.length === ruleKinds.length ? 'all' : kinds.join(', ')
      return `| ${link(id)} | ${severity} | ${judged} | ${ruleOf(id)} | ${exampleOf(id)} |`
    }),
    '',
    '## Other findings',
    '',
    'About documents that cannot be read as what they are, about queries, and about the rules, tests and settings of a project together.',
    '',
    '| id | the rule | example |',
    '|---|---|---|',
    ...ids.filter(id => !own.has(id)).map(id => `| ${link(id)} | ${ruleOf(id)} | ${exampleOf(id)} |`),
    '',
  ]
  await expect(lines.join('\n')).toMatchFileSnapshot('../../../../docs/generated/checks.md')
})
