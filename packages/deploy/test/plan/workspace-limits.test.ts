import { expect, test } from 'vitest'
import { archiveKinds, kinds } from '../../src/index.ts'

// "Service limits for Microsoft Sentinel", and "Log Analytics workspace data export": ten enabled rules.
test('the limits of a workspace are those of the service', () => {
  const limits = [...kinds, ...archiveKinds].flatMap(kind => kind.limits.map(({ what, most }) => [what, most] as const))
  expect(Object.fromEntries(limits)).toEqual({
    'enabled rules': 512,
    'enabled NRT rules': 50,
    'automation rules': 512,
    'enabled data exports': 10,
  })
})
