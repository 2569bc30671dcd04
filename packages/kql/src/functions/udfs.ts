import { arrayUdfs } from '../udf/array.ts'
import { arraySortUdfs } from '../udf/array-sort.ts'
import { bagUdfs } from '../udf/bag.ts'
import { calendarUdfs } from '../udf/calendar.ts'
import { castUdfs } from '../udf/cast.ts'
import { datetimeTextUdfs } from '../udf/datetime-text.ts'
import { dynamicUdfs } from '../udf/dynamic.ts'
import { dynamicCastUdfs } from '../udf/dynamic-cast.ts'
import { encodingUdfs } from '../udf/encoding.ts'
import { errorFunctionUdfs } from '../udf/error-function.ts'
import { expandCastUdfs } from '../udf/expand-cast.ts'
import { externalRecordUdfs } from '../udf/external-records.ts'
import { geoDistanceUdfs } from '../udf/geo-distance.ts'
import { geohashUdfs } from '../udf/geohash.ts'
import { hashUdfs } from '../udf/hash.ts'
import { ipv4Udfs } from '../udf/ipv4.ts'
import { ipv4SearchUdfs } from '../udf/ipv4-search.ts'
import { ipv6Udfs } from '../udf/ipv6.ts'
import { listUdfs } from '../udf/list.ts'
import { numberTextUdfs } from '../udf/number-text.ts'
import { parseCommandLineUdfs } from '../udf/parse-command-line.ts'
import { parseKvUdfs } from '../udf/parse-kv.ts'
import { parsePathUdfs } from '../udf/parse-path.ts'
import { parsePatternUdfs } from '../udf/parse-pattern.ts'
import { parseUrlUdfs } from '../udf/parse-url.ts'
import { parseUserAgentUdfs } from '../udf/parse-user-agent.ts'
import { parseXmlUdfs } from '../udf/parse-xml.ts'
import { realTextUdfs } from '../udf/real-text.ts'
import { regexUdfs } from '../udf/regex-functions.ts'
import { schemaUdfs } from '../udf/schema.ts'
import { sequenceUdfs } from '../udf/sequence.ts'
import { seriesBinUdfs } from '../udf/series-bins.ts'
import { seriesElementUdfs } from '../udf/series-elements.ts'
import { seriesFillUdfs } from '../udf/series-fill.ts'
import { seriesFilterUdfs } from '../udf/series-filter.ts'
import { seriesStatsUdfs } from '../udf/series-stats.ts'
import { setUdfs } from '../udf/set.ts'
import { termUdfs } from '../udf/term.ts'
import { textUdfs } from '../udf/text-functions.ts'
import { timeFormatUdfs } from '../udf/time-format.ts'
import { timeZoneUdfs } from '../udf/time-zone.ts'
import type { Udf } from '../udf/udf.ts'
import { weightedRankUdfs } from '../udf/weighted-rank.ts'
import { windowSessionUdfs } from '../udf/window-session.ts'

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
