import { defineCheck } from '../check.ts'
import { ruleKinds } from '../rule.ts'

export const versionForm = defineCheck({
  id: 'version-form',
  severity: 'warning',
  kinds: ruleKinds,
  says: (version: string) => `the version ${version} is not three numbers, as in 1.0.0`,
  *run({ version }) {
    if (version && !(/^\d+\.\d+\.\d+$/.test(version.value) && version.value.length <= 20)) {
      yield this.at(version, version.value)
    }
  },
})
