import { defineCheck } from '../checking/check.ts'
import { analyticsKinds, type RuleKind } from '../document/rule.ts'
import { codeOf, spanInQuery } from '../query/query-span.ts'

/** Functions that reach outside the workspace, and the kinds of rule that may not call them. */
const refused: Readonly<Record<string, readonly RuleKind[]>> = {
  adx: ['Scheduled', 'NRT'],
  app: ['NRT'],
  resource: ['NRT'],
  workspace: ['NRT'],
}
const call = new RegExp(`(?<![\\w.])(${Object.keys(refused).join('|')})\\s*\\(`, 'g')

export const queryForeignResource = defineCheck({
  id: 'query-foreign-resource',
  severity: 'error',
  kinds: analyticsKinds,
  says: (name: string, kind: string) =>
    `${name}() reaches outside the workspace, which Sentinel rejects in a rule of kind ${kind}`,
  *run({ query, kind }) {
    if (!query) return
    for (const { 1: name = '', index } of codeOf(query.value).matchAll(call)) {
      if (refused[name]!.includes(kind))
        yield this.at({ span: spanInQuery(query, index, index + name.length) }, name, kind)
    }
  },
})
