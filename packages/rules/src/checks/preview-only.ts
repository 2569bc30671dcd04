import { startOf } from '@tripline/diagnostics'
import { previewKinds } from '@tripline/schemas'
import { defineCheck } from '../checking/check.ts'
import { previewApiVersion } from '../compile/compiled-resource.ts'
import { ruleKinds } from '../document/rule.ts'

export const previewOnly = defineCheck({
  id: 'preview-only',
  severity: 'info',
  kinds: ruleKinds,
  says: (part: string) => `only preview API versions support ${part}; the rule is deployed with ${previewApiVersion}`,
  *run(rule) {
    if (previewKinds.has(rule.kind)) yield this.at({ span: startOf(rule.file) }, `the kind ${rule.kind}`)
    const [entities] = rule.kind === 'Scheduled' ? rule.sentinelEntitiesMappings : []
    if (entities) yield this.at(entities, 'sentinelEntitiesMappings')
  },
})
