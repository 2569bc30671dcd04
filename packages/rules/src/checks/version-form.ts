import { defineCheck } from '../checking/check.ts'
import { ruleKinds } from '../document/rule.ts'

export const versionForm = defineCheck({
  id: 'version-form',
  severity: 'warning',
  kinds: ruleKinds,
  says: (key: string, version: string) => `${key} is ${version}; expected three numbers such as 1.0.0`,
  *run({ version, templateVersion }) {
    for (const [key, written] of Object.entries({ version, templateVersion })) {
      if (written && !(/^\d+\.\d+\.\d+$/.test(written.value) && written.value.length <= 20))
        yield this.at(written, key, written.value)
    }
  },
})
