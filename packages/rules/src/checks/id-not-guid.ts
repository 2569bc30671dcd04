import { defineCheck } from '../checking/check.ts'
import { builtInFusion, workspaceKinds } from '../document/rule.ts'
import { isResourceName } from './id-form.ts'

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

export const idNotGuid = defineCheck({
  id: 'id-not-guid',
  severity: 'warning',
  kinds: workspaceKinds,
  says: (id: string) => `the id ${id} is not a GUID`,
  *run({ id, kind }) {
    if (!id || guid.test(id.value) || (kind === 'Fusion' && id.value === builtInFusion)) return
    if (isResourceName(id.value)) yield this.at(id, id.value)
  },
})
