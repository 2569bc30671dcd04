import { call, once, refusal, sql } from '../../emit/sql.ts'
import { type FunctionRow, scalar, udf } from '../row.ts'

const rules = ['16.10'] as const

const ofGeohash = (name: string): FunctionRow =>
  scalar(
    name,
    ['string'],
    ([geohash]) =>
      once(
        geohash!.sql,
        text => sql`CASE WHEN ${text} <> lower(${text}) AND regexp_full_match(${text}, '(?i)[0-9b-hjkmnp-z]{1,18}') THEN ${refusal(`${name}() of capital letters`, 'whether they count is not documented')}
          ELSE ${call(`kql_${name}`, [text])} END`,
      ),
    rules,
  )

/** Places on the earth; what is none gives null (semantics 16.10). */
export const geoFunctions: readonly FunctionRow[] = [
  udf('geo_distance_2points', rules),
  udf('geo_point_in_circle', rules),
  udf('geo_point_to_geohash', rules, { defaults: [5n] }),
  ofGeohash('geo_geohash_to_central_point'),
  ofGeohash('geo_geohash_to_polygon'),
]
