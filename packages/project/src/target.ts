import type { Located } from '@tripline/diagnostics'
import {
  anyJson,
  anyNode,
  anyText,
  byShape,
  defaulted,
  list,
  mapOf,
  mapped,
  oneOf,
  optional,
  type Reader,
  record,
  required,
  scalar,
  schemaOf,
  text,
  type YamlNode,
} from '@tripline/yaml'
import { guid, isWorkspaceName, resourceGroupName, workspaceResourceName } from './identifier.ts'
import { projectReport } from './project-report.ts'

/** A value for one `let` of a rule's query; the `let` decides the type of a scalar. */
export interface ParameterValue {
  readonly name: Located<string>
  /** A scalar as it is written; a list or mapping as JSON. */
  readonly value: Located<string | { readonly json: string }>
}

/** The values of a workspace for a rule. */
export interface TargetParameters {
  /** The rule's id, or its file's path from the root of the project. */
  readonly rule: Located<string>
  readonly values: readonly ParameterValue[]
}

interface Named {
  /** What `--workspace` takes. */
  readonly name: Located<string>
  readonly parameters: readonly TargetParameters[]
  /** Ids of rules, files and folders; absent: all rules. */
  readonly include?: readonly Located<string>[]
  /** The same, of what `include` has. */
  readonly exclude?: readonly Located<string>[]
}

/** A workspace of the running emulator, which publishes its own address and calls the workspace by the same name. */
export interface LocalTarget extends Named {
  readonly kind: 'local'
}

/** Clouds by the names that `az cloud list` uses. */
const clouds = ['AzureCloud', 'AzureUSGovernment', 'AzureChinaCloud'] as const

/** A Log Analytics workspace with Sentinel. */
export interface AzureTarget extends Named {
  readonly kind: 'azure'
  /** Absent: the public one. */
  readonly cloud?: Located<(typeof clouds)[number]>
  readonly subscriptionId: Located<string>
  readonly resourceGroup: Located<string>
  /** The name of the resource. */
  readonly workspaceName: Located<string>
  /** The GUID that identifies the workspace in queries (customerId). */
  readonly workspaceId?: Located<string>
  /** Absent: the workspace is not archived. */
  readonly storage?: StorageGroup
}

/** The resource group of the storage accounts that `archive` names. */
export interface StorageGroup {
  /** Absent: that of the workspace. */
  readonly subscriptionId?: Located<string>
  readonly resourceGroup: Located<string>
}

export type Target = LocalTarget | AzureTarget

/** The workspace that every emulator has. */
const localName = 'local'

const parameterValue = byShape({ scalar: anyText, sequence: anyJson, mapping: anyJson })

const ruleParameters: Reader<readonly TargetParameters[]> = mapped(mapOf(mapOf(parameterValue)), rules =>
  rules.map(({ key: rule, value }) => ({ rule, values: value.map(({ key: name, value }) => ({ name, value })) })),
)

/** What a workspace decides about rules. */
const decisions = {
  parameters: defaulted(ruleParameters, []),
  include: optional(list(text)),
  exclude: optional(list(text)),
}

const azure = record('a workspace', {
  cloud: optional(oneOf(clouds)),
  subscriptionId: required(guid),
  resourceGroup: required(resourceGroupName),
  workspaceName: required(workspaceResourceName),
  workspaceId: optional(guid),
  storage: optional(record('storage', { subscriptionId: optional(guid), resourceGroup: required(resourceGroupName) })),
  ...decisions,
})

const local = record('the local workspace', decisions)

const isTrue = scalar('true', ({ value }) => (value === true ? value : undefined), { const: true })
const emulated = record('a workspace of the emulator', { emulator: required(isTrue), ...decisions })

const entries = mapOf(anyNode)

const isEmulated = (node: YamlNode): boolean =>
  node.kind === 'mapping' && node.entries.some(({ key }) => key.text === 'emulator')

/**
 * Workspaces by name: `prod: { subscriptionId, resourceGroup, workspaceName, … }`, `test: { emulator: true, … }`,
 * `local: { parameters, include, exclude }`.
 */
export const targets: Reader<readonly Target[]> = {
  expected: 'a mapping, each value a workspace',
  read: (node, reading) =>
    entries.read(node, reading)?.flatMap(({ key: name, value }): readonly Target[] => {
      if (name.value === localName) {
        const read = local.read(value, reading)
        return read ? [{ kind: 'local', name, ...read }] : []
      }
      if (isEmulated(value)) {
        if (!isWorkspaceName(name.value)) reading.report(projectReport['emulator-name'](name.span, name.value))
        const read = emulated.read(value, reading)
        if (!read) return []
        const { emulator: _, ...rest } = read
        return [{ kind: 'local', name, ...rest }]
      }
      const read = azure.read(value, reading)
      return read ? [{ kind: 'azure', name, ...read }] : []
    }),
  schema: strictness => ({
    type: 'object',
    properties: { [localName]: schemaOf(local, strictness) },
    additionalProperties: { anyOf: [azure, emulated].map(one => schemaOf(one, strictness)) },
  }),
}
