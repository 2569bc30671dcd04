import { isRecord } from '@tripline/diagnostics'
import { allKinds } from '../kinds.ts'
import type { DeployPlan } from './deploy-plan.ts'

type Check = (value: unknown) => boolean

const text: Check = value => typeof value === 'string'
const optional =
  (check: Check): Check =>
  value =>
    value === undefined || check(value)
const listOf =
  (check: Check): Check =>
  value =>
    Array.isArray(value) && value.every(check)
const oneOf =
  (...values: readonly unknown[]): Check =>
  value =>
    values.includes(value)
const record =
  (members: Readonly<Record<string, Check>>): Check =>
  value =>
    isRecord(value) && Object.entries(members).every(([name, check]) => check(value[name]))

const write = record({
  apiVersion: optional(text),
  body: record({ kind: optional(text), properties: isRecord }),
})

const step = record({
  type: oneOf(...allKinds.map(({ type }) => type)),
  id: text,
  name: text,
  action: oneOf('create', 'update', 'delete', 'none', 'conflict'),
  owner: optional(text),
  adopts: optional(oneOf(true)),
  changes: listOf(record({ path: text })),
  warnings: listOf(text),
  reason: optional(text),
  basis: optional(text),
  write: optional(write),
  requests: optional(value => typeof value === 'number'),
  detour: optional(write),
  needs: listOf(text),
})

const plan = record({
  workspace: text,
  resource: text,
  steps: listOf(step),
  surplus: value => typeof value === 'number',
})

const plans = listOf(plan)

/** Whether a value has all that applying plans reads. The hash of saved plans can be made by anyone. */
export const arePlans = (value: unknown): value is readonly DeployPlan[] => plans(value)
