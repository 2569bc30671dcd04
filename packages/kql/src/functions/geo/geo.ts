import type { Expression } from '../../plan/expression.ts'
import { type ArgumentRefusal, because } from '../../refusals/refusal-text.ts'
import { call, computeOnce, refusal, sql } from '../../sql/sql.ts'
import type { Udf } from '../../values/udf.ts'
import { type Family, type FunctionRow, scalar, udf } from '../row.ts'
import { geoDistanceUdfs } from './geo-distance.ts'
import { geohashUdfs } from './geohash.ts'

const rules = ['16.10'] as const

const ofGeohash = (udf: Udf): FunctionRow =>
  scalar(
    udf.name,
    ['string'],
    ([geohash]) =>
      computeOnce(
        geohash!.sql,
        text => sql`CASE WHEN ${text} <> lower(${text}) AND regexp_full_match(${text}, '(?i)[0-9b-hjkmnp-z]{1,18}') THEN ${refusal('capital-geohash', `${udf.name}()`)}
          ELSE ${call(udf, [text])} END`,
      ),
    rules,
  )

/** Whether a fraction of a length is dropped is not documented. */
const wholeAccuracy = ([, , accuracy]: readonly Expression[]): ArgumentRefusal | undefined =>
  accuracy && accuracy.type !== 'long' && accuracy.type !== 'int'
    ? because('undocumented-types', accuracy.type)
    : undefined

/** Points on the earth; coordinates out of range yield null (semantics 16.10). */
export const geoFunctions: Family = {
  udfs: [geoDistanceUdfs, geohashUdfs],
  rows: [
    udf(geoDistanceUdfs.geo_distance_2points, rules),
    udf(geoDistanceUdfs.geo_point_in_circle, rules, { unsettled: { 4: ['nan', 'infinite'] } }),
    udf(geohashUdfs.geo_point_to_geohash, rules, { refuses: wholeAccuracy, defaults: [5n] }),
    ofGeohash(geohashUdfs.geo_geohash_to_central_point),
    ofGeohash(geohashUdfs.geo_geohash_to_polygon),
  ],
}
