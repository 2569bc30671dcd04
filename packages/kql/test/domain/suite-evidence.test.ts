import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { evidence, evidenceFile } from './evidence.ts'
import { evidenceText, suiteEvidence, suiteFiles } from './suite.ts'

/** Looks through the named cases alone; through all of them where the file was deleted to be written anew (`-u`). */
const named = existsSync(evidenceFile) ? new Set(Object.values(evidence()).flatMap(Object.values)) : undefined

test.each(suiteFiles.slice(0, 1))('domain/suite.generated.json names a case for each cell (%s)', async () => {
  await expect(evidenceText(await suiteEvidence(named))).toMatchFileSnapshot('../../domain/suite.generated.json')
})
