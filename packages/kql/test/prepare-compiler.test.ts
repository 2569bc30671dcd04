import { loadCatalogue } from '@tripline/schemas'
import { expect, test } from 'vitest'
import { prepareCompiler } from '../src/engine.ts'
import { dropParserState } from '../src/frontend/bounded.ts'

test('the parser is loaded, unless there is something else to do', async () => {
  // Other tests in this process may have loaded it.
  dropParserState()
  const world = { catalogue: loadCatalogue() }
  await prepareCompiler(world, undefined, () => true)
  expect(globalThis).not.toHaveProperty('Kusto')
  await prepareCompiler(world, undefined, () => false)
  expect(globalThis).toHaveProperty('Kusto')
})
