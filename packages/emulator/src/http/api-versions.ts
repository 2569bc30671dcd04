import { type Answer, refusal } from './answer.ts'

/** A resource type of ARM and the api-versions in which the emulator knows it. */
export interface ApiVersions {
  readonly type: string
  readonly versions: readonly string[]
}

/** The published versions, and those that the stock clients for Node.js and Python send. */
const securityInsights = [
  '2021-10-01',
  '2022-09-01-preview',
  '2022-11-01',
  '2022-12-01-preview',
  '2024-09-01',
  '2025-07-01-preview',
  '2025-09-01',
  '2025-10-01-preview',
]

const operationalInsights = ['2022-10-01', '2023-09-01', '2025-02-01', '2025-07-01', '2026-03-01']

/** A type of Microsoft.SecurityInsights, such as `alertRules`. */
export const inSecurityInsights = (type: string): ApiVersions => ({
  type: `Microsoft.SecurityInsights/${type}`,
  versions: securityInsights,
})

/** A type of Microsoft.OperationalInsights, such as `workspaces/tables`. */
export const inOperationalInsights = (type: string): ApiVersions => ({
  type: `Microsoft.OperationalInsights/${type}`,
  versions: [...(type === 'workspaces/savedSearches' ? ['2020-08-01'] : []), ...operationalInsights],
})

/** A type of Microsoft.Storage, such as `storageAccounts`. */
export const inStorage = (type: string): ApiVersions => ({
  type: `Microsoft.Storage/${type}`,
  versions: ['2023-05-01', '2024-01-01', '2025-01-01', '2025-06-01', '2026-04-01'],
})

/** Operations are asked for in the version of the request that began them, whichever provider it was for. */
export const ofOperations = (type: string): ApiVersions => ({
  type: `Microsoft.OperationalInsights/locations/${type}`,
  versions: [...operationalInsights, ...securityInsights],
})

export const isPreview = ({ apiVersion }: { readonly apiVersion: string }): boolean => apiVersion.endsWith('-preview')

/** ARM's answer to a request with this api-version, if it refuses it. */
export function versionFault({ type, versions }: ApiVersions, given: string | null): Answer | undefined {
  if (given === null || given === '') {
    return refusal(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    )
  }
  if (versions.includes(given)) return undefined
  const supported = `The supported api-versions are '${versions.join(', ')}'.`
  if (!/^\d{4}-\d\d-\d\d(-preview)?$/.test(given)) {
    return refusal(400, 'InvalidApiVersionParameter', `The api-version '${given}' is invalid. ${supported}`)
  }
  const message = `No registered resource provider found for API version '${given}' for type '${type}'. ${supported}`
  return refusal(400, 'NoRegisteredProviderFound', message)
}
