import { defineUdf, named } from '../../values/udf.ts'

/** Radius in meters of the sphere that the service assumes (semantics 16.10). */
const earthRadius = 6_371_010

const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** Degrees. */
export const isOnEarth = (longitude: number, latitude: number): boolean =>
  Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90

/** Meters along a great circle; null for coordinates outside the earth's ranges. */
function distance(fromLongitude: number, fromLatitude: number, toLongitude: number, toLatitude: number): number | null {
  if (!isOnEarth(fromLongitude, fromLatitude) || !isOnEarth(toLongitude, toLatitude)) return null
  const [from, to] = [radians(fromLatitude), radians(toLatitude)]
  const across = Math.sin(radians(toLongitude - fromLongitude) / 2)
  const up = Math.sin(radians(toLatitude - fromLatitude) / 2)
  const haversine = up * up + Math.cos(from) * Math.cos(to) * across * across
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(haversine)))
}

/** Distances on the earth (semantics 16.10). */
export const geoDistanceUdfs = named({
  geo_distance_2points: defineUdf({
    parameters: ['real', 'real', 'real', 'real'],
    result: 'real',
    nulls: 'propagate',
    call: distance,
  }),
  geo_point_in_circle: defineUdf({
    parameters: ['real', 'real', 'real', 'real', 'real'],
    result: 'bool',
    nulls: 'propagate',
    call: (longitude: number, latitude: number, middleLongitude: number, middleLatitude: number, radius: number) => {
      const meters = distance(longitude, latitude, middleLongitude, middleLatitude)
      return meters !== null && radius >= 0 ? meters <= radius : null
    },
  }),
})
