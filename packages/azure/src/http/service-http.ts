import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline'
import type { WorkspaceTarget } from '../workspace/workspace-address.ts'
import type { Clock } from './clock.ts'
import { exchange } from './exchange.ts'
import type { Budget } from './request-budget.ts'
import { retrying } from './retrying.ts'

/** How a client of this package reaches its service. */
export interface ServiceHttp {
  readonly budget: Budget
  readonly clock: Clock
  readonly target: WorkspaceTarget
}

/** Requests within the budget, whose answers have at most that many bytes. */
export const boundedHttp = ({ budget, clock }: ServiceHttp, largest: number): HttpClient =>
  retrying(exchange(createDefaultHttpClient(), budget, clock, largest), budget, clock)

/** Options of the stock clients under which only `httpClient` decides what is sent: nothing is retried or followed. */
export const stockOptions = (httpClient: HttpClient, { target }: ServiceHttp) => ({
  httpClient,
  retryOptions: { maxRetries: 0 },
  redirectOptions: { maxRetries: 0 },
  ...(target.ca !== undefined && { tlsOptions: { ca: target.ca } }),
})
