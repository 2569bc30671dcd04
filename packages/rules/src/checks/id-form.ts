import { defineCheck } from '../checking/check.ts'
import { workspaceKinds } from '../document/rule.ts'

/** What Resource Manager takes as the name of a resource. */
const resourceName = /^[^\s<>%&\\?/#:]{1,260}$/

export const isResourceName = (id: string): boolean => resourceName.test(id)

export const idForm = defineCheck({
  id: 'id-form',
  severity: 'error',
  kinds: workspaceKinds,
  says: (id: string) =>
    `the id ${id || "''"} is not a name that Azure takes: no spaces, and none of < > % & \\ ? / # :`,
  *run({ id }) {
    if (id && !isResourceName(id.value)) yield this.at(id, id.value)
  },
})
