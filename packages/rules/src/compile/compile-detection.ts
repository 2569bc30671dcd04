import type { Diagnosed, JsonValue } from '@tripline/diagnostics'
import { formatIsoDuration } from '@tripline/schemas'
import { plainValue } from '@tripline/yaml'
import { detectionEntity } from '../detection/detection-entities.ts'
import type { CustomDetection, EntityMapping } from '../document/rule.ts'
import { tacticsOf } from '../sentinel/attack.ts'
import { type CompileSettings, queryOf } from './compile-rule.ts'
import { type CompiledDetection, type DetectionBody, hashOf } from './compiled-resource.ts'

/** Compiles a custom detection to what Microsoft Graph takes (beta, as of October 2026). Absent if a parameter does not fit the query. */
export function compileDetection(rule: CustomDetection, settings: CompileSettings): Diagnosed<CompiledDetection> {
  const { value: kql, diagnostics } = queryOf(rule, settings)
  if (kql === undefined) return { diagnostics }
  const body = bodyOf(rule, kql, settings.enabled)
  const { id, name } = rule
  const value = { type: 'detectionRule' as const, id: id?.value ?? '', name: name.value, body, hash: hashOf(body) }
  return { value, diagnostics }
}

const bodyOf = (rule: CustomDetection, queryText: string, enabled: boolean): DetectionBody => ({
  displayName: rule.name.value,
  status: enabled ? 'enabled' : 'disabled',
  queryCondition: { queryText },
  schedule: { frequency: formatIsoDuration(rule.frequency.value.every) },
  detectionAction: written({
    alertTemplate: alertTemplate(rule),
    automatedActions: rule.automatedActions && plainValue(rule.automatedActions),
    responseActions: rule.responseActions && plainValue(rule.responseActions),
    organizationalScope: rule.organizationalScope && plainValue(rule.organizationalScope),
  }),
})

function alertTemplate(rule: CustomDetection): JsonValue {
  const { alertDetailsOverride: override, description, customDetails, entityMappings } = rule
  return written({
    title: (override?.alertDisplayNameFormat ?? rule.name).value,
    description: (override?.alertDescriptionFormat ?? description)?.value,
    severity: rule.severity.value.toLowerCase(),
    recommendedActions: rule.recommendedActions?.value,
    tactics: rule.tactics.length > 0 ? framed(rule) : undefined,
    eventGroupingKind: rule.aggregationKind && groupings[rule.aggregationKind.value],
    customDetails:
      customDetails.length > 0
        ? Object.fromEntries(customDetails.map(({ key, columnName }) => [key.value, columnName.value]))
        : undefined,
    entityMappings: entityMappings.length > 0 ? mappings(entityMappings) : undefined,
  })
}

const groupings = { AlertPerResult: 'alertPerEvent', SingleAlert: 'singleAlert' } as const

/** Each technique under the first of the rule's tactics that has it in ATT&CK, or under the first. */
function framed({ tactics, relevantTechniques }: CustomDetection): JsonValue {
  const names = tactics.map(({ value }) => value)
  const homeOf = (technique: string) => names.find(name => tacticsOf(technique)?.includes(name)) ?? names[0]!
  const techniques = relevantTechniques.map(({ value }) => value)
  return names.map(tactic => {
    const own = techniques.filter(technique => homeOf(technique) === tactic)
    const parents = [...new Set(own.map(technique => technique.split('.', 1)[0]!))]
    return {
      tactic,
      techniques: parents.map(technique => ({
        technique,
        subTechniques: own.filter(one => one.startsWith(`${technique}.`)),
      })),
    }
  })
}

function mappings(entities: readonly EntityMapping[]): JsonValue {
  const lists = new Map<string, JsonValue[]>()
  for (const { entityType, fieldMappings } of entities) {
    const { list, identifiers } = detectionEntity(entityType.value)!
    const columns = fieldMappings.map(({ identifier, columnName }) => [
      `${identifiers[identifier.value]}Column`,
      columnName.value,
    ])
    lists.set(list, [...(lists.get(list) ?? []), Object.fromEntries(columns)])
  }
  return Object.fromEntries(lists)
}

const written = (properties: Readonly<Record<string, JsonValue | undefined>>): JsonValue =>
  Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as JsonValue
