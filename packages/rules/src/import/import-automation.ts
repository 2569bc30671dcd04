import { nodeSpan, type YamlMapping, type YamlNode } from '@tripline/yaml'
import { type Dialect, entryOf, textAt } from './dialect.ts'
import { propertiesOf, typeOf } from './find-resources.ts'
import { importReport } from './import-report.ts'
import type { Imported, Importer, Report } from './imported.ts'
import { stemOf } from './name-files.ts'
import { plainOf } from './plain-of.ts'

const guid = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

/** An automation rule: a resource of a template, or an answer of the interface. */
export const importAutomation: Importer = (node, { dialect }) => {
  const type = typeOf(node, dialect)
  if (type !== undefined && !type.endsWith('/automationrules')) return undefined
  const { properties } = propertiesOf(node) ?? {}
  const trigger = entryOf(properties, 'triggeringLogic')
  const actions = entryOf(properties, 'actions')
  if (!properties || trigger?.kind !== 'mapping' || actions?.kind !== 'sequence') return undefined
  return report => automationOf({ node, properties, trigger, actions }, dialect, report)
}

interface Found {
  readonly node: YamlMapping
  readonly properties: YamlMapping
  readonly trigger: YamlMapping
  readonly actions: YamlNode
}

function automationOf(
  { node, properties, trigger, actions }: Found,
  dialect: Dialect,
  report: Report,
): Imported | undefined {
  let isUsable = true
  const plainAt = (key: string, value: YamlNode | undefined) =>
    value &&
    plainOf(value, key, dialect, found => {
      isUsable = false
      report(found)
    })
  const name = plainAt('displayName', entryOf(properties, 'displayName'))
  const order = plainAt('order', entryOf(properties, 'order'))
  const document = {
    triggeringLogic: withoutAdded(plainAt('triggeringLogic', trigger) ?? null),
    actions: withoutAdded(plainAt('actions', actions) ?? null),
  }
  if (typeof name !== 'string' || typeof order !== 'number') {
    if (isUsable) report(importReport['import-automation-unnamed'](nodeSpan(node)))
    return undefined
  }
  if (!isUsable) return undefined
  const written = textAt(node, 'name', { ...dialect, valueOf: dialect.nameOf })
  const id = guid.exec(written ?? '')?.[0]?.toLowerCase()
  if (id === undefined) report(importReport['import-without-id'](nodeSpan(node)))
  return {
    kind: 'automation rule',
    key: id ?? name,
    stem: stemOf(name),
    document: { ...(id !== undefined && { id }), name, order, ...document },
    span: node.span,
  }
}

/** A value without members that say nothing, and those that only the service sets. */
function withoutAdded(value: Imported['document'][string]): Imported['document'][string] {
  if (Array.isArray(value)) return value.map(withoutAdded)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) =>
      member === null || name === 'labelType' ? [] : [[name, withoutAdded(member)] as const],
    ),
  )
}
