import { AzureAuthorityHosts } from '@azure/identity'

/** Where one Azure cloud answers; every URL is an origin without a trailing slash. */
export interface Cloud {
  /** Where tokens come from. */
  readonly authority: string
  /** Azure Resource Manager. */
  readonly management: string
  /** The Log Analytics query service. */
  readonly logs: string
  /** The blob endpoint of a storage account is a host below this domain. */
  readonly blobs: string
}

/** The clouds by the names that `az cloud list` uses. */
export const clouds = {
  AzureCloud: {
    authority: AzureAuthorityHosts.AzurePublicCloud,
    management: 'https://management.azure.com',
    logs: 'https://api.loganalytics.io',
    blobs: 'blob.core.windows.net',
  },
  AzureUSGovernment: {
    authority: AzureAuthorityHosts.AzureGovernment,
    management: 'https://management.usgovcloudapi.net',
    logs: 'https://api.loganalytics.us',
    blobs: 'blob.core.usgovcloudapi.net',
  },
  AzureChinaCloud: {
    authority: AzureAuthorityHosts.AzureChina,
    management: 'https://management.chinacloudapi.cn',
    logs: 'https://api.loganalytics.azure.cn',
    blobs: 'blob.core.chinacloudapi.cn',
  },
} as const satisfies Record<string, Cloud>

export type CloudName = keyof typeof clouds
