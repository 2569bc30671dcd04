import {
  type Diagnosed,
  type Diagnostic,
  isRecord,
  type JsonValue,
  type Located,
  type SourceFile,
} from '@tripline/diagnostics'
import { type FilePath, pathWithin } from '@tripline/files'
import { nodeSpan, parseYaml, plainValue, read, strict, type YamlNode } from '@tripline/yaml'
import { automationFormat } from './automation-format.ts'
import { listDetections } from './list-detections.ts'
import { projectReport } from './project-report.ts'
import { readSource } from './read-source.ts'
import { resolveInside } from './resolve-inside.ts'

/** An automation rule of the project. */
export interface AutomationRule {
  readonly id: Located<string>
  readonly name: Located<string>
  readonly order: Located<number>
  /** As Sentinel's interface has them. */
  readonly properties: Readonly<Record<string, JsonValue>>
}

/** The automation rules of folders, the files that describe them, and what is wrong with these. */
export interface LoadedAutomation {
  readonly rules: readonly AutomationRule[]
  readonly files: readonly FilePath[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads a file per automation rule. Ids and orders are unique: rules of the same order run in no certain order. */
export async function loadAutomation(
  root: string,
  written: readonly Located<string>[],
  detections: readonly FilePath[],
): Promise<LoadedAutomation> {
  const folders = await Promise.all(written.map(path => folderOf(root, path, detections)))
  const { value: listed, diagnostics: unlisted } = await listDetections(folders.flatMap(({ value }) => value ?? []))
  const files = listed?.rules ?? []
  const loaded = await Promise.all(files.map(loadFile))
  const rules = loaded.flatMap(({ value }) => value ?? [])
  const diagnostics = [
    ...folders.flatMap(one => one.diagnostics),
    ...unlisted,
    ...loaded.flatMap(one => one.diagnostics),
    ...repeated(rules, 'id'),
    ...repeated(rules, 'order'),
  ]
  return { rules, files, diagnostics }
}

async function folderOf(
  root: string,
  path: Located<string>,
  detections: readonly FilePath[],
): Promise<Diagnosed<FilePath>> {
  const folder = await resolveInside(root, path)
  const around = folder.value && detections.find(rules => pathWithin(rules.path, folder.value!.path) !== undefined)
  return around
    ? { diagnostics: [projectReport['automation-among-rules'](path.span, path.value, around.path)] }
    : folder
}

async function loadFile(file: FilePath): Promise<Diagnosed<AutomationRule>> {
  const { value: source, diagnostics } = await readSource(file)
  return source ? loadAutomationRule(source) : { diagnostics }
}

function loadAutomationRule(file: SourceFile): Diagnosed<AutomationRule> {
  const node = parseYaml(file)
  if (!node.value) return { diagnostics: node.diagnostics }
  const document = read(automationFormat, node.value, strict)
  const found = [...node.diagnostics, ...document.diagnostics]
  if (!document.value || found.length > 0) return { diagnostics: found }
  const { id, name, order, triggeringLogic } = document.value
  const diagnostics = judgeTrigger(triggeringLogic.triggersOn, triggeringLogic.triggersWhen, node.value)
  if (diagnostics.length > 0) return { diagnostics }
  return { value: { id, name, order, properties: propertiesOf(name.value, plainValue(node.value)) }, diagnostics }
}

/** Sentinel triggers on alerts when they are created, and only what triggers on updates can see a change. */
function judgeTrigger(on: Located<string>, when: Located<string>, document: YamlNode): readonly Diagnostic[] {
  if (on.value === 'Alerts' && when.value === 'Updated') return [projectReport['automation-alert-updated'](when.span)]
  return when.value === 'Updated'
    ? []
    : changesIn(document).map(node => projectReport['automation-change-unseen'](nodeSpan(node)))
}

/** The conditions that compare with what was before. */
function changesIn(node: YamlNode): readonly YamlNode[] {
  if (node.kind === 'scalar') return []
  if (node.kind === 'sequence') return node.items.flatMap(changesIn)
  const type = node.entries.find(({ key }) => key.text === 'conditionType')?.value
  if (type?.kind === 'scalar' && /Changed$/.test(type.text)) return [type]
  return node.entries.flatMap(({ value }) => changesIn(value))
}

/** An automation rule is enabled, and its actions are carried out as listed, unless the file says otherwise. */
function propertiesOf(displayName: string, document: JsonValue): AutomationRule['properties'] {
  const { order, triggeringLogic, actions } = document as Readonly<Record<string, JsonValue>>
  return {
    displayName,
    order: order!,
    triggeringLogic: { isEnabled: true, ...(isRecord(triggeringLogic) && (triggeringLogic as object)) },
    actions: (actions as readonly object[]).map((action, index) => ({ order: index + 1, ...action })),
  }
}

function repeated(rules: readonly AutomationRule[], key: 'id' | 'order'): readonly Diagnostic[] {
  const first = new Map<unknown, Located<unknown>>()
  return rules.flatMap(rule => {
    const { value, span } = rule[key]
    const other = first.get(value)
    if (other) return [projectReport['automation-twice'](span, key, String(value), other.span.file.path)]
    first.set(value, rule[key])
    return []
  })
}
