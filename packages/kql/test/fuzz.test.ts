import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { loadCatalogue } from '@tripline/schemas'
import { caseFolders, referenceData } from '@tripline/testkit'
import { expect, test } from 'vitest'
import { openWorkspace } from '../src/engine.ts'
import { speaksOfTheDatabase } from './database-words.ts'
import { mutator } from './mutate.ts'

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

/** `pnpm fuzz` sets these; the last input is left in a file, where it is found when the process dies of it. */
const count = Number(process.env.TRIPLINE_FUZZ_COUNT ?? 2000)
const seed = Number(process.env.TRIPLINE_FUZZ_SEED ?? 1)
const lastInput = process.env.TRIPLINE_FUZZ_LAST

/** Longer queries take the binder longer and break in no other way. */
const longest = 1500

const corpus = [
  ...caseFolders(path('../cases')).map(({ files }) => files.get('query.kql') ?? ''),
  ...referenceData('conformance/cases.jsonl').flatMap(url =>
    readFileSync(url, 'utf8')
      .trim()
      .split('\n')
      .map(line => String(JSON.parse(line).kql)),
  ),
].filter(({ length }) => length <= longest)

const timeout = 3000
/** Beyond its time limit a query may take this long to bind and to stop. */
const grace = 10_000

test(`${count} damaged queries answer, or say in Kusto's words why not (seed ${seed})`, {
  timeout: 3_600_000,
}, async () => {
  const inputs = mutator(corpus, seed)
  const found: string[] = []
  await using workspace = await openWorkspace(loadCatalogue(), { tables: [] })
  for (let index = 0; index < count; index++) {
    const kql = inputs.next()
    if (lastInput !== undefined) writeFileSync(lastInput, kql)
    const report = (what: string) => found.push(`#${index} ${what}\n${kql.slice(0, 400)}`)
    const start = performance.now()
    try {
      const answer = await workspace.run({ kql, now: 639_000_000_000_000_000n, timeout })
      for (const { kind, code, message, fix = '', start: from, end } of answer.diagnostics) {
        const word = speaksOfTheDatabase(`${message} ${fix}`, kql)
        if (word !== undefined) report(`speaks of ${word}: ${message.slice(0, 200)}`)
        if (kind === 'internal' || code === 'engine-failure') report(`${kind} ${code}: ${message.slice(0, 200)}`)
        if (!(from >= 0 && from <= end && end <= kql.length)) report(`a place outside the text: ${from}..${end}`)
      }
      if (!answer.ok && !answer.diagnostics.some(({ severity }) => severity === 'error'))
        report('no answer and no error')
    } catch (error) {
      report(
        `threw ${error instanceof Error ? `${error.message.slice(0, 300)} ${error.stack?.split('\n').slice(1, 4).join(' ')}` : error}`,
      )
    }
    const took = performance.now() - start
    if (took > timeout + grace) report(`took ${Math.round(took)} ms`)
  }
  expect(found).toEqual([])
})
