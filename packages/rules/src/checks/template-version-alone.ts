import { defineCheck } from '../checking/check.ts'
import { alertingKinds } from '../document/rule.ts'

export const templateVersionAlone = defineCheck({
  id: 'template-version-alone',
  severity: 'warning',
  kinds: alertingKinds,
  says: () => 'templateVersion is not deployed without alertRuleTemplateName',
  *run({ templateVersion, alertRuleTemplateName }) {
    if (templateVersion && !alertRuleTemplateName) yield this.at(templateVersion)
  },
})
