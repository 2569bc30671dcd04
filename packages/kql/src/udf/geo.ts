import { Real, writeJson } from './json.ts'
import { defineUdf, type Udf } from './udf.ts'

/** Of the sphere on which the service measures, in meters (semantics 16.10). */
const earthRadius = 6_371_010

const radians = (degrees: number): number => (degrees * Math.PI) / 180

const isOnEarth = (longitude: number, latitude: number): boolean =>
  Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90

/** Meters along a great circle; null for what is no place. */
function distance(fromLongitude: number, fromLatitude: number, toLongitude: number, toLatitude: number): number | null {
  if (!isOnEarth(fromLongitude, fromLatitude) || !isOnEarth(toLongitude, toLatitude)) return null
  const [from, to] = [radians(fromLatitude), radians(toLatitude)]
  const across = Math.sin(radians(toLongitude - fromLongitude) / 2)
  const up = Math.sin(radians(toLatitude - fromLatitude) / 2)
  const haversine = up * up + Math.cos(from) * Math.cos(to) * across * across
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(haversine)))
}

const letters = '0123456789bcdefghjkmnpqrstuvwxyz'
const longest = 18

/** Degrees, from the lower to the upper edge. */
type Range = readonly [low: number, high: number]

interface Cell {
  readonly longitude: Range
  readonly latitude: Range
}

const world: Cell = { longitude: [-180, 180], latitude: [-90, 90] }

const middle = ([low, high]: Range): number => (low + high) / 2

const half = (range: Range, upper: boolean): Range => (upper ? [middle(range), range[1]] : [range[0], middle(range)])

/** Five halvings a letter, of longitude and latitude in turn; bit 0 is the first of the whole geohash. */
const halved = (cell: Cell, bit: number, upper: boolean): Cell =>
  bit % 2 === 0
    ? { ...cell, longitude: half(cell.longitude, upper) }
    : { ...cell, latitude: half(cell.latitude, upper) }

function geohashOf(longitude: number, latitude: number, length: number): string {
  let cell = world
  let text = ''
  for (let bit = 0, letter = 0; text.length < length; ) {
    const upper = bit % 2 === 0 ? longitude >= middle(cell.longitude) : latitude >= middle(cell.latitude)
    cell = halved(cell, bit, upper)
    letter = letter * 2 + Number(upper)
    if (++bit % 5 > 0) continue
    text += letters[letter]
    letter = 0
  }
  return text
}

function cellOf(geohash: string): Cell | undefined {
  if (geohash === '' || geohash.length > longest) return undefined
  let cell = world
  let bit = 0
  for (const letter of geohash) {
    const digit = letters.indexOf(letter)
    if (digit < 0) return undefined
    for (let place = 16; place > 0; place >>= 1) cell = halved(cell, bit++, (digit & place) > 0)
  }
  return cell
}

type Corner = readonly [longitude: number, latitude: number]

const position = ([longitude, latitude]: Corner) => [new Real(longitude), new Real(latitude)]

const point = ({ longitude, latitude }: Cell): string =>
  writeJson(
    new Map<string, string | Real[]>([
      ['type', 'Point'],
      ['coordinates', position([middle(longitude), middle(latitude)])],
    ]),
  )

function polygon({ longitude: [west, east], latitude: [south, north] }: Cell): string {
  const corners: readonly Corner[] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
  return writeJson(
    new Map<string, string | Real[][][]>([
      ['type', 'Polygon'],
      ['coordinates', [corners.map(position)]],
    ]),
  )
}

const ofGeohash = (name: string, shape: (cell: Cell) => string): Udf =>
  defineUdf({
    name,
    parameters: ['string'],
    result: 'dynamic',
    nulls: 'propagate',
    call: (geohash: string) => {
      const cell = cellOf(geohash)
      return cell ? shape(cell) : null
    },
  })

/** Places on the earth (semantics 16.10). */
export const geoUdfs: readonly Udf[] = [
  defineUdf({
    name: 'geo_distance_2points',
    parameters: ['real', 'real', 'real', 'real'],
    result: 'real',
    nulls: 'propagate',
    call: distance,
  }),
  defineUdf({
    name: 'geo_point_in_circle',
    parameters: ['real', 'real', 'real', 'real', 'real'],
    result: 'bool',
    nulls: 'propagate',
    call: (longitude: number, latitude: number, middleLongitude: number, middleLatitude: number, radius: number) => {
      const meters = distance(longitude, latitude, middleLongitude, middleLatitude)
      return meters !== null && radius >= 0 ? meters <= radius : null
    },
  }),
  defineUdf({
    name: 'geo_point_to_geohash',
    parameters: ['real', 'real', 'long'],
    result: 'string',
    nulls: 'receive',
    call: (longitude: number | null, latitude: number | null, length: bigint | null) =>
      longitude !== null &&
      latitude !== null &&
      isOnEarth(longitude, latitude) &&
      length !== null &&
      length > 0n &&
      length <= longest
        ? geohashOf(longitude, latitude, Number(length))
        : '',
  }),
  ofGeohash('geo_geohash_to_central_point', point),
  ofGeohash('geo_geohash_to_polygon', polygon),
]
