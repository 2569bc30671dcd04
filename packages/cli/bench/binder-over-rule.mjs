/** `node binder-over-rule.mjs FILE`: the binder, as the compiler loads it, over the query of a rule of the project in this folder. */
import { readFileSync } from 'node:fs'
import { globalsFor } from '../../kql/dist/frontend/globals.js'
import { Language } from '../../kql/dist/frontend/parser.js'
import { loadRule } from '../../rules/dist/index.js'
import { openContext } from '../dist/project/command-context.js'

const [path] = process.argv.slice(2)
const kql = loadRule({ path, text: readFileSync(path, 'utf8') }).draft.query.value
const { value } = await openContext({ folder: '.' })
// Loads the parser.
const globals = globalsFor(value.world, kql)
Language.KustoCode.ParseAndAnalyze(kql, globals).GetDiagnostics()
