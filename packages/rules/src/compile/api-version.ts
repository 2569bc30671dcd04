import { previewKinds, previewProperties } from '@tripline/schemas'
import type { AlertRuleBody } from './compiled-resource.ts'
import { previewApiVersion, stableApiVersion } from './compiled-resource.ts'

/** Products that only the preview interface filters by. */
const previewProducts: ReadonlySet<unknown> = new Set([
  'Office 365 Advanced Threat Protection',
  'Microsoft Defender Advanced Threat Protection',
])

/** The stable interface version, or the preview where a body says something that only the preview understands. */
export function apiVersionOf({ kind, properties }: AlertRuleBody): string {
  const preview =
    previewKinds.has(kind) ||
    previewProperties.some(property => property in properties) ||
    previewProducts.has(properties.productFilter) ||
    namesSubTechniques(properties.alertDetailsOverride)
  return preview ? previewApiVersion : stableApiVersion
}

/** Whether an alert's SubTechniques are taken from a column. */
function namesSubTechniques(override: unknown): boolean {
  const { alertDynamicProperties = [] } = (override ?? {}) as { alertDynamicProperties?: { alertProperty: string }[] }
  return alertDynamicProperties.some(({ alertProperty }) => alertProperty === 'SubTechniques')
}
