import { defineCheck } from '../checking/check.ts'
import { analyticsKinds } from '../document/rule.ts'

export const templateVersionAlone = defineCheck({
  id: 'template-version-alone',
  severity: 'warning',
  kinds: analyticsKinds,
  says: () => 'templateVersion is not deployed without alertRuleTemplateName',
  *run({ templateVersion, alertRuleTemplateName }) {
    if (templateVersion && !alertRuleTemplateName) yield this.at(templateVersion)
  },
})
