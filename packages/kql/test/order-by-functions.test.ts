import { loadCatalogue } from '@tripline/schemas'
import { expect, test } from 'vitest'
import { orderByFunctions } from '../src/analysis/order-by-functions.ts'

/** `Large` has less text of its own than `Small`, but more together with what it calls. */
const functions = [
  { name: 'Small', parameters: '()', body: 'SigninLogs | take 10' },
  { name: 'Large', parameters: '()', body: 'Parts' },
  { name: 'Parts', parameters: '()', body: 'union SigninLogs, AuditLogs, AADNonInteractiveUserSignInLogs' },
]

test('queries that call the same functions are neighbours, those of the most text first, those of none last', () => {
  const ordered = [
    'Large | take 1',
    'Large',
    'Large | join Small on Id',
    'Small | take 1',
    'Small',
    'SigninLogs | take 1',
    'SigninLogs',
  ]
  const mixed = [4, 6, 2, 1, 5, 3, 0].map(index => ordered[index]!)
  expect(orderByFunctions(mixed, { catalogue: loadCatalogue(), functions })).toEqual(ordered)
})
