import { didYouMean, nearest } from '@tripline/diagnostics'
import { defineCheck } from '../checking/check.ts'

/** Products by the names that the alert rule API uses, which are the former ones. */
const products = [
  'Microsoft Cloud App Security',
  'Azure Security Center',
  'Azure Advanced Threat Protection',
  'Azure Active Directory Identity Protection',
  'Azure Security Center for IoT',
  'Office 365 Advanced Threat Protection',
  'Microsoft Defender Advanced Threat Protection',
]

export const productFilterUnknown = defineCheck({
  id: 'product-filter-unknown',
  severity: 'warning',
  kinds: ['MicrosoftSecurityIncidentCreation'],
  says: (product: string, _near?: string) => `Sentinel cannot create incidents from the product ${product}`,
  fix: (_product, near) => didYouMean(near) ?? `one of ${products.join(', ')}`,
  *run({ productFilter }) {
    if (productFilter && !products.includes(productFilter.value))
      yield this.at(productFilter, productFilter.value, nearest(productFilter.value, products))
  },
})
