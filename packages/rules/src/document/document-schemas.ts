import { documentSchema, type JsonSchema, lenient, type Reader, schemaOf, strict } from '@tripline/yaml'
import { sharedLogsFormat } from '../load/load-shared-logs.ts'
import { testFormat } from '../load/load-test-file.ts'
import { ruleFormats } from '../load/read-draft.ts'
import { scheduleKeys } from '../load/rule-fields.ts'
import { ruleKinds } from './rule.ts'

const isKind = (kind: string): JsonSchema => ({ properties: { kind: { const: kind } }, required: ['kind'] })

/** Old templates have no kind: those with a schedule are scheduled rules. */
const isScheduledByKeys: JsonSchema = {
  anyOf: scheduleKeys.map(key => ({ required: [key] })),
  not: { required: ['kind'] },
}

/** `then` is a keyword of JSON Schema. */
// biome-ignore lint/suspicious/noThenProperty: not a promise
const where = (condition: JsonSchema, schema: JsonSchema): JsonSchema => ({ if: condition, then: schema })

const rule: Reader<never> = {
  expected: 'a rule',
  read: () => undefined,
  schema: strictness => ({
    type: 'object',
    properties: { kind: { enum: ruleKinds } },
    allOf: [
      where(isScheduledByKeys, schemaOf(ruleFormats.Scheduled, strictness)),
      ...ruleKinds.map(kind => where(isKind(kind), schemaOf(ruleFormats[kind], strictness))),
    ],
  }),
}

/**
 * JSON Schemas of rule files, of test files and of the logs that tests share, for editors. They are derived when they are asked
 * for, since most commands need none.
 */
export const ruleSchema = (): JsonSchema => documentSchema('a rule of Tripline', rule, lenient)
export const testSchema = (): JsonSchema => documentSchema('a test of a rule of Tripline', testFormat, strict)
export const logsSchema = (): JsonSchema =>
  documentSchema('logs that tests of Tripline share', sharedLogsFormat, strict)
