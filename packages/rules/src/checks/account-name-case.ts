import { defineLint } from '../checking/lint.ts'

export const accountNameCase = defineLint({
  id: 'account-name-case',
  among: ({ comparisons }) => comparisons,
  where: ({ call, column, operator, literals }) =>
    !call &&
    /(?:UserPrincipalName|UPN|Upn)$/.test(column?.name ?? '') &&
    ['==', '!=', 'in', '!in'].includes(operator) &&
    literals.some(text => /[a-z]/i.test(text)),
  says: ({ column }) => `${column!.name} is compared case-sensitively, but its case differs between sources`,
  fix: () => 'use =~, !~, in~ or !in~',
})
