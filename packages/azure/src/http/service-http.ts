import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline'
import type { WorkspaceAddress } from '../workspace/workspace-address.ts'
import { exchange } from './exchange.ts'
import { limits } from './limits.ts'
import { paced } from './pacing.ts'
import type { Clock, RequestBudget } from './request-budget.ts'
import { retrying } from './retrying.ts'

/** How a client of this package reaches its service. */
export interface ServiceHttp {
  readonly budget: RequestBudget
  readonly clock: Clock
  readonly address: WorkspaceAddress
}

/** Requests within the budget, whose answers have at most that many bytes. */
export const boundedHttp = ({ budget, clock }: Pick<ServiceHttp, 'budget' | 'clock'>, largest: number): HttpClient =>
  retrying(exchange(createDefaultHttpClient(), budget, clock, largest), budget, clock)

/** The same for Resource Manager, at its pace. */
export const armHttp = ({ budget, clock }: ServiceHttp): HttpClient => {
  const time = { now: clock.now, wait: budget.wait }
  return retrying(paced(exchange(createDefaultHttpClient(), budget, clock, limits.answer), time), budget, clock)
}

/** Options with which the stock clients neither retry nor follow redirects; only `httpClient` decides what is sent. */
export const stockOptions = (httpClient: HttpClient, { address }: ServiceHttp) => ({
  httpClient,
  retryOptions: { maxRetries: 0 },
  redirectOptions: { maxRetries: 0 },
  ...(address.ca !== undefined && { tlsOptions: { ca: address.ca } }),
})
