import { isRecord } from '@tripline/diagnostics'
import type { CollectionRow } from './collection.ts'

/** Automation rules, which Sentinel runs on incidents and alerts. */
export const automationRules: CollectionRow = {
  path: 'providers/Microsoft.SecurityInsights/automationRules',
  noun: 'an automation rule',
  apiVersion: '2025-09-01',
  isSound: ({ properties: { displayName, triggeringLogic } }) =>
    typeof displayName === 'string' && isRecord(triggeringLogic),
}
