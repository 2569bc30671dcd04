import { defineCheck } from '../checking/check.ts'
import { detectionEntity } from '../detection/detection-entities.ts'

export const detectionAssetMissing = defineCheck({
  id: 'detection-asset-missing',
  severity: 'error',
  kinds: ['CustomDetection'],
  says: () =>
    'no entity of the rule is an impacted asset: an Account, Host, Mailbox, CloudApplication or AzureResource',
  fix: () => 'map a column that identifies what the alert is about, such as DeviceId of a Host',
  *run({ name, span, entityMappings }) {
    if (entityMappings.some(({ entityType }) => detectionEntity(entityType.value)?.isAsset)) return
    yield this.at(entityMappings[0]?.entityType ?? name ?? { span: { ...span, end: span.start } })
  },
})
