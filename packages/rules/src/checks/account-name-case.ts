import { defineLint } from '../lint.ts'

export const accountNameCase = defineLint({
  id: 'account-name-case',
  pattern: /(?<![.$\w])(\w*(?:UserPrincipalName|UPN|Upn))\s*(?:==|!=|!?in\s*\()/g,
  before: /^\s*[hH]?@?["']/,
  says: column => `${column} is compared with regard to letter case, in which sources differ`,
  fix: () => '=~, !~, in~ or !in~',
})
