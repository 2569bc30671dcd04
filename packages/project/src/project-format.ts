import { profiles } from '@tripline/schemas'
import {
  byShape,
  defaulted,
  documentSchema,
  type JsonSchema,
  list,
  mapOf,
  oneOf,
  oneOrMore,
  optional,
  record,
  required,
  strict,
  text,
} from '@tripline/yaml'
import { archiveSettings } from './archive-settings.ts'
import { deploySettings } from './deploy-settings.ts'
import { engineAddress } from './engine-address.ts'
import { parameterList, ruleId } from './identifier.ts'
import { noRetention, retention } from './retention.ts'
import { targets } from './target.ts'

/** Folders of function files, and functions with a file of KQL by their names. */
export const functionEntries = oneOrMore(
  byShape({
    scalar: text,
    mapping: mapOf(record('a stored function', { file: required(text), parameters: optional(parameterList) })),
  }),
)

/** `tripline.yaml`; every key is optional, and unknown keys are errors. */
export const projectFormat = record('tripline.yaml', {
  /** Where the queries of the project run, if their rules do not say. */
  profile: optional(oneOf(profiles)),
  /** Folders of rules and tests, from the root of the project. */
  rules: optional(oneOrMore(text)),
  workspaces: defaulted(targets, []),
  /** Engines by the names that `--engine` takes. */
  engines: defaulted(mapOf(engineAddress), []),
  /** Ids of rules that are deployed disabled. */
  disabled: defaulted(list(ruleId), []),
  watchlists: defaulted(mapOf(record('a watchlist', { file: required(text), searchKey: required(text) })), []),
  /** Files that stand in for URLs of externaldata. */
  externalData: defaulted(mapOf(text), []),
  functions: optional(functionEntries),
  /** Folders of automation rules. */
  automation: optional(oneOrMore(text)),
  retention: defaulted(retention, noRetention),
  archive: optional(archiveSettings),
  deploy: defaulted(deploySettings, {}),
})

/** JSON Schema of `tripline.yaml`, for editors. */
export const projectSchema = (): JsonSchema => documentSchema('tripline.yaml', projectFormat, strict)
