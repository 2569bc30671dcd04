import { accountNameCase } from '../checks/account-name-case.ts'
import { agoBelowFrequency } from '../checks/ago-below-frequency.ts'
import { agoBeyondPeriod } from '../checks/ago-beyond-period.ts'
import { alertDetailColumnMissing } from '../checks/alert-detail-column-missing.ts'
import { alertDetailColumnType } from '../checks/alert-detail-column-type.ts'
import { alertFormatLength } from '../checks/alert-format-length.ts'
import { alertPropertyTwice } from '../checks/alert-property-twice.ts'
import { baselineUnbounded } from '../checks/baseline-unbounded.ts'
import { columnNameForm } from '../checks/column-name-form.ts'
import { connectorUnlisted } from '../checks/connector-unlisted.ts'
import { connectorsMissing } from '../checks/connectors-missing.ts'
import { containsForTerm } from '../checks/contains-for-term.ts'
import { customDetailColumnMissing } from '../checks/custom-detail-column-missing.ts'
import { customDetailKey } from '../checks/custom-detail-key.ts'
import { customDetailsCount } from '../checks/custom-details-count.ts'
import { customEntityUnmapped } from '../checks/custom-entity-unmapped.ts'
import { delayBeyondNrt } from '../checks/delay-beyond-nrt.ts'
import { delayBeyondPeriod } from '../checks/delay-beyond-period.ts'
import { descriptionMissing } from '../checks/description-missing.ts'
import { descriptionTooLong } from '../checks/description-too-long.ts'
import { detectionAssetMissing } from '../checks/detection-asset-missing.ts'
import { detectionColumns } from '../checks/detection-columns.ts'
import { detectionNotContinuous } from '../checks/detection-not-continuous.ts'
import { detectionTimeFilter } from '../checks/detection-time-filter.ts'
import { entityColumnMissing } from '../checks/entity-column-missing.ts'
import { entityColumnType } from '../checks/entity-column-type.ts'
import { entityIdentifierRequired } from '../checks/entity-identifier-required.ts'
import { entityIdentifierTwice } from '../checks/entity-identifier-twice.ts'
import { entityIdentifierUnknown } from '../checks/entity-identifier-unknown.ts'
import { entityIdentifiersCount } from '../checks/entity-identifiers-count.ts'
import { entityMappingsCount } from '../checks/entity-mappings-count.ts'
import { entityWeak } from '../checks/entity-weak.ts'
import { foldedComparison } from '../checks/folded-comparison.ts'
import { frequencyBelowHour } from '../checks/frequency-below-hour.ts'
import { groupingKeyUnknown } from '../checks/grouping-key-unknown.ts'
import { groupingLookbackRange } from '../checks/grouping-lookback-range.ts'
import { groupingSelectsNothing } from '../checks/grouping-selects-nothing.ts'
import { groupingWithoutIncident } from '../checks/grouping-without-incident.ts'
import { idForm } from '../checks/id-form.ts'
import { idNotGuid } from '../checks/id-not-guid.ts'
import { inWideList } from '../checks/in-wide-list.ts'
import { joinUnbounded } from '../checks/join-unbounded.ts'
import { joinWithoutKind } from '../checks/join-without-kind.ts'
import { nameAutoDisabled } from '../checks/name-auto-disabled.ts'
import { nameTooLong } from '../checks/name-too-long.ts'
import { overlapCountedTwice } from '../checks/overlap-counted-twice.ts'
import { periodBelowFrequency } from '../checks/period-below-frequency.ts'
import { placeholderCount } from '../checks/placeholder-count.ts'
import { placeholderForm } from '../checks/placeholder-form.ts'
import { previewOnly } from '../checks/preview-only.ts'
import { productFilterUnknown } from '../checks/product-filter-unknown.ts'
import { queryForeignResource } from '../checks/query-foreign-resource.ts'
import { queryLength } from '../checks/query-length.ts'
import { queryReadsEverything } from '../checks/query-reads-everything.ts'
import { regexForText } from '../checks/regex-for-text.ts'
import { scheduleRange } from '../checks/schedule-range.ts'
import { searchUnscoped } from '../checks/search-unscoped.ts'
import { severalResults } from '../checks/several-results.ts'
import { sortUnused } from '../checks/sort-unused.ts'
import { suppressionBelowFrequency } from '../checks/suppression-below-frequency.ts'
import { suppressionRange } from '../checks/suppression-range.ts'
import { techniqueForm } from '../checks/technique-form.ts'
import { techniqueTactic } from '../checks/technique-tactic.ts'
import { techniqueUnknown } from '../checks/technique-unknown.ts'
import { templateVersionAlone } from '../checks/template-version-alone.ts'
import { thresholdRange } from '../checks/threshold-range.ts'
import { triggerNever } from '../checks/trigger-never.ts'
import { triggerOnSilence } from '../checks/trigger-on-silence.ts'
import { unpackedColumn } from '../checks/unpacked-column.ts'
import { versionForm } from '../checks/version-form.ts'
import { workspacesCount } from '../checks/workspaces-count.ts'
import type { Check } from './check.ts'

/** Every check of a single rule, by id. */
export const checks: readonly Check[] = [
  accountNameCase,
  agoBelowFrequency,
  agoBeyondPeriod,
  alertDetailColumnMissing,
  alertDetailColumnType,
  alertFormatLength,
  alertPropertyTwice,
  baselineUnbounded,
  columnNameForm,
  connectorUnlisted,
  connectorsMissing,
  containsForTerm,
  customDetailColumnMissing,
  customDetailKey,
  customDetailsCount,
  customEntityUnmapped,
  delayBeyondNrt,
  delayBeyondPeriod,
  descriptionMissing,
  descriptionTooLong,
  detectionAssetMissing,
  detectionColumns,
  detectionNotContinuous,
  detectionTimeFilter,
  entityColumnMissing,
  entityColumnType,
  entityIdentifierRequired,
  entityIdentifierTwice,
  entityIdentifierUnknown,
  entityIdentifiersCount,
  entityMappingsCount,
  entityWeak,
  foldedComparison,
  frequencyBelowHour,
  groupingKeyUnknown,
  groupingLookbackRange,
  groupingSelectsNothing,
  groupingWithoutIncident,
  idForm,
  idNotGuid,
  inWideList,
  joinUnbounded,
  joinWithoutKind,
  nameAutoDisabled,
  nameTooLong,
  overlapCountedTwice,
  periodBelowFrequency,
  placeholderCount,
  placeholderForm,
  previewOnly,
  productFilterUnknown,
  queryForeignResource,
  queryLength,
  queryReadsEverything,
  regexForText,
  scheduleRange,
  searchUnscoped,
  severalResults,
  sortUnused,
  suppressionBelowFrequency,
  suppressionRange,
  techniqueForm,
  techniqueTactic,
  techniqueUnknown,
  templateVersionAlone,
  thresholdRange,
  triggerNever,
  triggerOnSilence,
  unpackedColumn,
  versionForm,
  workspacesCount,
]
