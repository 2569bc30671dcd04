import { loadCatalogue } from '@tripline/schemas'
import { expect, test } from 'vitest'
import { openWorkspace } from '../src/engine.ts'

// The binder says nothing about what is wrong in the body of a stored function, and Kusto refuses to run it.
test.each([
  'AuditLogs | where TimeGenerated > ago(',
  'AuditLogs | extend x = strlen()',
  'AuditLogs | extend x = strlen("a", 1)',
  'AuditLogs | where Nope == 1',
  'AuditLogs | where',
  'AuditLogs | take',
  'AuditLogs | nope',
  'let x = ; AuditLogs',
])('a query that calls a function of the body %s is an error', async body => {
  const functions = [{ name: 'Broken', parameters: '()', body }]
  await using workspace = await openWorkspace(loadCatalogue(), { tables: [], functions })
  for (const kql of ['Broken | count', 'Broken() | count', 'let f = () { Broken }; f | count']) {
    const answer = await workspace.run({ kql, now: 0n })
    expect(answer.ok).toBe(false)
    expect(answer.diagnostics.map(({ kind, severity }) => [kind, severity])).toEqual([['semantic', 'error']])
    expect(answer.diagnostics[0]!.message).toMatch(/^the function has an error: /)
  }
})
