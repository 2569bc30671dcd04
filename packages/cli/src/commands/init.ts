import { basename, join, resolve, sep } from 'node:path'
import { isError } from '@tripline/diagnostics'
import { entryKind, type FilePath, inside, makeFolder, named, pathWithin, reasonOf } from '@tripline/files'
import { listDetections } from '@tripline/project'
import { datetimeFromUnixMilliseconds } from '@tripline/schemas'
import { analysisCache } from '../cache/cache-location.ts'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { showAdopted, showNext } from '../views/init.human.ts'
import { showFiles } from '../views/new.human.ts'
import { schemaFiles, schemaLine } from '../write/editor-schemas.ts'
import { ignoringState } from '../write/ignored-folder.ts'
import { ruleTemplate, testTemplate } from '../write/rule-template.ts'
import { missingOf, pathsOf, type Texts, writeNew } from '../write/write-new.ts'
import { writeWhole } from '../write/write-whole.ts'

const projectText = (rules: string) => `# The folder of the rules and their tests.
rules: ${/^[\w./-]+$/.test(rules) ? rules : JSON.stringify(rules)}

workspaces:
  # A running \`tripline emulator\`.
  local: {}
`

export async function run({ folder = '.', from }: Args<'init'>, io: Io): Promise<ExitCode> {
  try {
    makeFolder(named(folder))
  } catch (error) {
    return showDiagnostics([commandReport['file-unwritable'](undefined, folder, reasonOf(error))], io)
  }
  return from === undefined ? begin(folder, io) : adopt(folder, from, io)
}

const schemasAnd = (folder: string, files: Texts): Texts => new Map([...files, ...missingOf(schemaFiles(folder))])

const projectFile = (folder: string, rules: string): readonly [FilePath, string] => {
  const path = join(folder, 'tripline.yaml')
  return [inside(folder, path), schemaLine('project', path, folder) + projectText(rules)]
}

/** A project with an example. */
async function begin(folder: string, io: Io): Promise<ExitCode> {
  const [rule, tests] = ['failed-sign-ins.yaml', 'failed-sign-ins.test.yaml'].map(name =>
    join(folder, 'detections', name),
  ) as [string, string]
  const files = schemasAnd(
    folder,
    new Map([
      projectFile(folder, 'detections'),
      [
        inside(folder, rule),
        schemaLine('rule', rule, folder) + ruleTemplate(io.uuid(), 'Many failed sign-ins of one account'),
      ],
      [inside(folder, tests), schemaLine('test', tests, folder) + testTemplate(basename(rule))],
    ]),
  )
  const exitCode = await create(folder, files, io)
  if (exitCode === exitCodes.ok) {
    showNext(
      [
        ...enter(folder),
        ['tripline check', 'look for mistakes in rules and tests'],
        ['tripline test', 'replay the rules against the logs of their tests'],
        ['tripline new detections/NAME.yaml', 'write another rule'],
      ],
      io,
    )
  }
  return exitCode
}

/** A project around rules that are there. */
async function adopt(folder: string, from: string, io: Io): Promise<ExitCode> {
  const within = pathWithin(resolve(folder), resolve(from))
  if (within === undefined) {
    return showDiagnostics([commandReport['option-value'](undefined, '--from', from, `a folder inside ${folder}`)], io)
  }
  const rules = within.split(sep).join('/') || '.'
  const { adoptRules, baselineName } = await import('../write/adopt-rules.ts')
  const { value: found, diagnostics } = await listDetections([named(from)])
  if (diagnostics.some(isError)) return showDiagnostics(diagnostics, io)
  if (!found || found.rules.length === 0) {
    return showDiagnostics([commandReport['nothing-found'](undefined, 'rules', from)], io)
  }
  const baseline = join(folder, baselineName)
  if (entryKind(baseline) !== undefined) {
    return showDiagnostics([commandReport['file-exists'](undefined, baseline)], io)
  }
  const exitCode = await create(folder, schemasAnd(folder, new Map([projectFile(folder, rules)])), io)
  if (exitCode !== exitCodes.ok) return exitCode
  const now = datetimeFromUnixMilliseconds(io.clock().getTime())
  const adopted = await adoptRules(folder, { now, changedSince: undefined, cache: analysisCache(io) })
  if (!adopted.value) return showDiagnostics(adopted.diagnostics, io)
  const refused = await writeNew(adopted.value.files)
  if (refused.length === 0) {
    showFiles(pathsOf(adopted.value.files), io)
    showAdopted(adopted.value, baseline, io)
    showNext(
      [
        ...enter(folder),
        [`tripline check --baseline ${baselineName}`, 'report what is new'],
        ['tripline check', 'report everything'],
        ['tripline test', 'replay the rules that have tests'],
      ],
      io,
    )
  }
  return showDiagnostics([...adopted.diagnostics, ...refused], io)
}

/** Creates the files of a project, and has Git ignore the state of its emulator. */
async function create(folder: string, files: Texts, io: Io): Promise<ExitCode> {
  const refused = await writeNew(files)
  if (refused.length > 0) return showDiagnostics(refused, io)
  const ignore = ignoringState(folder)
  const unignored = ignore ? await writeWhole(ignore.file, ignore.text) : []
  showFiles([...pathsOf(files), ...(ignore && unignored.length === 0 ? [ignore.file.path] : [])], io)
  return showDiagnostics(unignored, io)
}

const enter = (folder: string): readonly (readonly [string, string])[] =>
  folder === '.' ? [] : [[`cd ${folder}`, 'go to the project']]
