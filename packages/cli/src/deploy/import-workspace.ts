import { join, relative } from 'node:path'
import { type Described, describeWorkspace, type NewFile, stepKey, withSettings } from '@tripline/deploy'
import { type Diagnosed, type Diagnostic, isError } from '@tripline/diagnostics'
import { entryKind, inside, isFolder, removeFile } from '@tripline/files'
import { commandReport } from '../command-line/command-report.ts'
import type { Io } from '../process/io.ts'
import { openProject, type ProjectContext } from '../project/command-context.ts'
import { writeNew } from '../write/write-new.ts'
import { writeWhole } from '../write/write-whole.ts'
import type { LivePlan } from './plan-target.ts'
import { planTargets } from './plan-targets.ts'
import { valuesOf } from './target-report.ts'

/** The files that were written, and what is not in them. */
export interface ImportedWorkspace {
  readonly paths: readonly string[]
  readonly leftOut: readonly Diagnostic[]
}

/** A resource, the file that it gets, if any, and what it changes in `tripline.yaml`. */
interface Item extends Described {
  readonly path?: string
  readonly text?: string
  /** The path from the root of the project. */
  readonly ownPath?: string
}

/**
 * Writes what a workspace has and the project does not say into files of the project, so that the plan then has nothing to do
 * for it. What files cannot say, or cannot be planned, is left out and reported.
 */
export async function importWorkspace(
  workspace: string,
  folder: string | undefined,
  io: Io,
): Promise<Diagnosed<ImportedWorkspace>> {
  const { value: context, diagnostics } = await openProject({ folder })
  if (!context) return { diagnostics }
  const planned = await planTargets({ workspace, all: false }, context, { prune: false }, io)
  if (!planned.value) return { diagnostics: planned.diagnostics }
  const [live] = valuesOf(planned.value)
  if (live && planned.value.isOne) return describe(live, context, io)
  return { diagnostics: [commandReport['option-conflict'](undefined, 'one workspace is imported at a time')] }
}

async function describe(
  { plan, actual, client }: LivePlan,
  context: ProjectContext,
  io: Io,
): Promise<Diagnosed<ImportedWorkspace>> {
  const { root, file: project } = context.project
  const found = await describeWorkspace(actual, new Set(plan.steps.map(stepKey)), client)
  if (!found.ok) {
    const { code, message } = found.error
    return { diagnostics: [commandReport['remote-unusable'](undefined, plan.workspace, code, message)] }
  }
  const leftOut: Diagnostic[] = []
  const leave = (item: Described, reason: string) =>
    leftOut.push(commandReport['import-left-out'](undefined, `${item.noun} ${item.name} (${item.id})`, reason))
  const notes = found.value.flatMap(({ description }) => ('reason' in description ? [] : description.diagnostics))
  for (const one of found.value) if ('reason' in one.description) leave(one, one.description.reason)
  let items = withPaths(found.value, context)
  for (;;) {
    const settings = withSettings(project, items)
    if (settings === undefined) {
      const reason = 'tripline.yaml is written in a way that cannot be changed in parts'
      return { diagnostics: [commandReport['option-conflict'](undefined, reason)] }
    }
    const texts = new Map(
      items.flatMap(({ path, text }) => (path && text !== undefined ? [[inside(root, path), text]] : [])),
    )
    const undo = async () => {
      for (const file of texts.keys()) removeFile(file)
      await writeWhole(inside(root, project.path), project.text)
    }
    const refused = await writeNew(texts)
    if (refused.length > 0) return { diagnostics: refused }
    const unwritten = settings === project.text ? [] : await writeWhole(inside(root, project.path), settings)
    const { wrong, stuck } =
      unwritten.length > 0 ? { wrong: new Map(), stuck: unwritten } : await judged(items, plan, root, io)
    if (stuck.length > 0) {
      await undo()
      return { diagnostics: stuck }
    }
    if (wrong.size === 0) {
      const paths = [...texts.keys()].map(({ path }) => path)
      const all = settings === project.text ? paths : [...paths, project.path]
      return { value: { paths: all, leftOut: [...leftOut, ...notes] }, diagnostics: [] }
    }
    await undo()
    for (const [item, reason] of wrong) leave(item, reason)
    items = items.filter(item => !wrong.has(item))
  }
}

/** Which of the new files have errors or do not say what is stored; and errors that no single one of them has. */
async function judged(items: readonly Item[], { workspace }: LivePlan['plan'], folder: string, io: Io) {
  const wrong = new Map<Item, string>()
  const { value: context, diagnostics: unopened } = await openProject({ folder })
  const planned = context
    ? await planTargets({ workspace, all: false }, context, { prune: false }, io)
    : { diagnostics: unopened }
  const errors = planned.diagnostics.filter(isError)
  for (const { id, message, span } of errors) {
    const item = items.find(({ path }) => path !== undefined && path === span?.file.path)
    if (item) wrong.set(item, `it has an error, ${id}: ${message}`)
  }
  const [outcome] = planned.value?.outcomes ?? []
  const steps = outcome && 'value' in outcome ? outcome.value.plan.steps : []
  for (const item of items) {
    const step = steps.find(one => stepKey(one) === stepKey(item))
    if (!step || step.action === 'none') continue
    const fields = step.changes.map(({ path }) => path)
    wrong.set(item, fields.length > 0 ? `no file can say its ${fields.join(', ')}` : (step.reason ?? step.action))
  }
  return { wrong, stuck: wrong.size > 0 ? [] : errors }
}

/** Each item with a path that is free. */
function withPaths(described: readonly Described[], { project }: ProjectContext): readonly Item[] {
  const taken = new Set<string>()
  return described.flatMap((one): readonly Item[] => {
    const { description } = one
    if ('reason' in description) return []
    const { file } = description
    if (!file) return [one]
    const base = join(folderOf(file, project), file.stem)
    const pathWith = (count: number) => `${base}${count === 1 ? '' : `-${count}`}${file.ending}`
    let count = 1
    while (entryKind(pathWith(count)) !== undefined || taken.has(pathWith(count).toLowerCase())) count += 1
    taken.add(pathWith(count).toLowerCase())
    const path = pathWith(count)
    return [{ ...one, path, text: file.text, ownPath: relative(project.root, path).replaceAll('\\', '/') }]
  })
}

/** The first folder in which the project searches for such files, or the usual one. */
function folderOf({ folder }: NewFile, { root, detections }: ProjectContext['project']): string {
  const searched = folder === 'detections' ? detections.find(one => isFolder(one))?.path : undefined
  return searched ?? join(root, folder)
}
