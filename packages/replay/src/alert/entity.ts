import type { EntityType } from '@tripline/rules'

/** Someone or something that an alert is about. */
export interface Entity {
  readonly type: EntityType
  /** Never empty, values never empty, in the order of the type's identifiers. */
  readonly identifiers: Readonly<Record<string, string>>
}
