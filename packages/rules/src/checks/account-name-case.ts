import { defineLint } from '../lint.ts'

export const accountNameCase = defineLint({
  id: 'account-name-case',
  pattern: /(?<![.$\w])(\w*(?:UserPrincipalName|UPN|Upn))\s*(?:==|!=|!?in\s*\()\s*/g,
  before: /^[hH]?@?["']/,
  says: column => `${column} is compared with regard to letter case, in which sources differ`,
  fix: () => '=~, !~, in~ or !in~',
})
