import { datetimeTextUdfs } from '../time/datetime-text.ts'
import { numberTextUdfs } from '../values/number-text.ts'
import { realTextUdfs } from '../values/real-text.ts'
import { schemaUdfs } from './aggregate/build-schema.ts'
import { listUdfs } from './aggregate/make-list.ts'
import { weightedRankUdfs } from './aggregate/weighted-rank.ts'
import { castUdfs } from './conversion/cast.ts'
import { dynamicCastUdfs } from './conversion/dynamic-cast.ts'
import { expandCastUdfs } from './conversion/expand-cast.ts'
import { calendarUdfs } from './datetime/calendar.ts'
import { timeFormatUdfs } from './datetime/time-format.ts'
import { timeZoneUdfs } from './datetime/time-zone.ts'
import { arrayUdfs } from './dynamic/array.ts'
import { arraySortUdfs } from './dynamic/array-sort.ts'
import { bagUdfs } from './dynamic/bag.ts'
import { dynamicUdfs } from './dynamic/dynamic-value.ts'
import { sequenceUdfs } from './dynamic/sequence.ts'
import { setUdfs } from './dynamic/set.ts'
import { externalRecordUdfs } from './external/external-records.ts'
import { geoDistanceUdfs } from './geo/geo-distance.ts'
import { geohashUdfs } from './geo/geohash.ts'
import { errorFunctionUdfs } from './math/error-function.ts'
import { ipv4Udfs } from './network/ipv4.ts'
import { ipv4SearchUdfs } from './network/ipv4-search.ts'
import { ipv6Udfs } from './network/ipv6.ts'
import { parseKvUdfs } from './parsing/parse-kv.ts'
import { parsePatternUdfs } from './parsing/parse-pattern.ts'
import { regexUdfs } from './regex/regex-functions.ts'
import { seriesBinUdfs } from './series/series-bins.ts'
import { seriesElementUdfs } from './series/series-elements.ts'
import { seriesFillUdfs } from './series/series-fill.ts'
import { seriesFilterUdfs } from './series/series-filter.ts'
import { seriesStatsUdfs } from './series/series-stats.ts'
import { encodingUdfs } from './string/encoding.ts'
import { hashUdfs } from './string/hash.ts'
import { parseCommandLineUdfs } from './string/parse-command-line.ts'
import { parsePathUdfs } from './string/parse-path.ts'
import { parseUrlUdfs } from './string/parse-url.ts'
import { parseUserAgentUdfs } from './string/parse-user-agent.ts'
import { parseXmlUdfs } from './string/parse-xml.ts'
import { textUdfs } from './string/text-functions.ts'
import { termUdfs } from './string-operators/term.ts'
import type { Udf } from './udf.ts'
import { windowSessionUdfs } from './window/window-session.ts'

/** Every JavaScript function that generated SQL may call. */
export const udfs: readonly Udf[] = [
  ...arraySortUdfs,
  ...arrayUdfs,
  ...bagUdfs,
  ...calendarUdfs,
  ...castUdfs,
  ...datetimeTextUdfs,
  ...dynamicCastUdfs,
  ...dynamicUdfs,
  ...encodingUdfs,
  ...errorFunctionUdfs,
  ...expandCastUdfs,
  ...externalRecordUdfs,
  ...geoDistanceUdfs,
  ...geohashUdfs,
  ...hashUdfs,
  ...ipv4SearchUdfs,
  ...ipv4Udfs,
  ...ipv6Udfs,
  ...listUdfs,
  ...numberTextUdfs,
  ...parseCommandLineUdfs,
  ...parseKvUdfs,
  ...parsePathUdfs,
  ...parsePatternUdfs,
  ...parseUrlUdfs,
  ...parseUserAgentUdfs,
  ...parseXmlUdfs,
  ...realTextUdfs,
  ...regexUdfs,
  ...schemaUdfs,
  ...sequenceUdfs,
  ...seriesBinUdfs,
  ...seriesElementUdfs,
  ...seriesFillUdfs,
  ...seriesFilterUdfs,
  ...seriesStatsUdfs,
  ...setUdfs,
  ...termUdfs,
  ...textUdfs,
  ...timeFormatUdfs,
  ...timeZoneUdfs,
  ...weightedRankUdfs,
  ...windowSessionUdfs,
]

const byName = new Map(udfs.map(udf => [udf.name, udf]))

/** The JavaScript function of that name; a row that names one which does not exist is a bug found at start. */
export function udfNamed(name: string): Udf {
  const udf = byName.get(name)
  if (!udf) throw new Error(`no JavaScript function ${name}`)
  return udf
}
