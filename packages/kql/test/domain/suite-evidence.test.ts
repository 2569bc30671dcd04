import { existsSync } from 'node:fs'
import { oneIn } from '@tripline/testkit'
import { expect, test } from 'vitest'
import { type Evidence, evidence, evidenceFile } from './evidence.ts'
import { evidenceText, suiteEvidence, suiteFiles } from './suite.ts'

const isWritten = existsSync(evidenceFile)
const recorded: Evidence = isWritten ? evidence() : {}
const named = [...new Set(Object.values(recorded).flatMap(Object.values))]
const ids = new Set(oneIn(16, named))

/** The cells that these cases settle. */
const own = Object.fromEntries(
  Object.entries(recorded).map(([name, cells]) => [
    name,
    Object.fromEntries(Object.entries(cells).filter(([, id]) => ids.has(id))),
  ]),
)
const settled = Object.fromEntries(Object.entries(own).filter(([, cells]) => Object.keys(cells).length > 0))

const [suite] = suiteFiles

test.skipIf(!suite || !isWritten)('a case that domain/suite.generated.json names exercises its cell', async () => {
  expect(await suiteEvidence(ids)).toMatchObject(settled)
})

/** Deleted, the file is written anew with `-u`. */
test.skipIf(!suite || isWritten)('domain/suite.generated.json names a case for each cell', async () => {
  await expect(evidenceText(await suiteEvidence())).toMatchFileSnapshot('../../domain/suite.generated.json')
})
