import { basename, dirname, join } from 'node:path'
import { type Diagnosed, type Diagnostic, nearest, startOf } from '@tripline/diagnostics'
import { entryKind, type FilePath, named } from '@tripline/files'
import { isTestFile, listDetections, readSource } from '@tripline/project'
import { type LoadedRule, loadRule, loadTestFile } from '@tripline/rules'
import { commandReport } from '../command-line/command-report.ts'
import type { CommandContext } from './command-context.ts'

/**
 * The files and folders that arguments name. What does not exist as a path is a part of the path, name or id of rules
 * of the project, in any case; a rule that it names in full comes before those that only contain it.
 */
export async function findRules(
  names: readonly string[],
  context: CommandContext,
): Promise<Diagnosed<readonly FilePath[]>> {
  const missing = names.some(name => entryKind(name) === undefined)
  if (!missing || !context.project) return { value: names.map(named), diagnostics: [] }
  const known = await knownRules(context)
  const found = names.map((name): Diagnosed<readonly FilePath[]> => {
    if (entryKind(name) !== undefined) return { value: [named(name)], diagnostics: [] }
    const value = matching(name, known)
    if (value.length > 0) return { value, diagnostics: [] }
    const near = nearest(name, known.flatMap(suggested))
    return { diagnostics: [commandReport['rule-unknown'](startOf({ path: name, text: '' }), name, near)] }
  })
  const diagnostics = found.flatMap(one => one.diagnostics)
  return diagnostics.length > 0 ? { diagnostics } : { value: found.flatMap(({ value = [] }) => value), diagnostics }
}

/** The one rule that an argument names. */
export async function findRule(name: string, context: CommandContext): Promise<Diagnosed<FilePath>> {
  if (isTestFile({ path: name })) return { diagnostics: [await nameTheRule(name)] }
  const { value, diagnostics } = await findRules([name], context)
  if (!value) return { diagnostics }
  const paths = value.map(({ path }) => path)
  if (paths.length > 1) return { diagnostics: [commandReport['rule-ambiguous'](undefined, name, paths)] }
  return { value: value[0]!, diagnostics }
}

async function nameTheRule(path: string): Promise<Diagnostic> {
  const { value: source, diagnostics } = await readSource(named(path))
  if (!source) return diagnostics[0]!
  const rule = loadTestFile(source).rule?.value
  return commandReport['test-for-rule'](
    startOf(source),
    path,
    rule === undefined ? 'its rule' : join(dirname(path), rule),
  )
}

interface KnownRule {
  readonly file: FilePath
  /** Its path, the name of its file, its display name and its id. */
  readonly names: readonly string[]
}

async function knownRules({ project }: CommandContext): Promise<readonly KnownRule[]> {
  const { value } = await listDetections(project!.detections)
  return Promise.all(
    (value?.rules ?? []).map(async file => {
      const { draft } = await readRule(file)
      const written = [draft?.name?.value, draft?.id?.value].filter(name => name !== undefined)
      return { file, names: [file.path, stemOf(file), ...written] }
    }),
  )
}

function matching(name: string, rules: readonly KnownRule[]): readonly FilePath[] {
  const wanted = name.toLowerCase()
  const those = (matches: (own: string) => boolean) =>
    rules.filter(({ names }) => names.some(own => matches(own.toLowerCase()))).map(({ file }) => file)
  const exact = those(own => own === wanted)
  return exact.length > 0 ? exact : those(own => own.includes(wanted))
}

/** What a wrong name is compared with: the names of a rule, and the words of its file name. */
const suggested = ({ file, names }: KnownRule): readonly string[] => [...names, ...stemOf(file).split(/[-_.\s]+/)]

const stemOf = ({ path }: FilePath): string => basename(path).replace(/\.ya?ml$/, '')

/** A rule file, as far as it can be read. */
export async function readRule(file: FilePath): Promise<LoadedRule> {
  const { value: source, diagnostics } = await readSource(file)
  return source ? loadRule(source) : { path: file.path, diagnostics }
}
