import { Real, writeJson } from '../../values/json.ts'
import { defineUdf, named } from '../../values/udf.ts'
import { isOnEarth } from './geo-distance.ts'

const letters = '0123456789bcdefghjkmnpqrstuvwxyz'
const longest = 18

/** Degrees, from the lower to the upper edge. */
type Range = readonly [low: number, high: number]

interface GeohashCell {
  readonly longitude: Range
  readonly latitude: Range
}

const world: GeohashCell = { longitude: [-180, 180], latitude: [-90, 90] }

const middle = ([low, high]: Range): number => (low + high) / 2

const half = (range: Range, upper: boolean): Range => (upper ? [middle(range), range[1]] : [range[0], middle(range)])

/** Five bisections per character, alternating between longitude and latitude; bit 0 is the first of the whole geohash. */
const halved = (cell: GeohashCell, bit: number, upper: boolean): GeohashCell =>
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

function cellOf(geohash: string): GeohashCell | undefined {
  if (geohash === '' || geohash.length > longest) return undefined
  let cell = world
  let bit = 0
  for (const letter of geohash) {
    const digit = letters.indexOf(letter)
    if (digit < 0) return undefined
    for (let mask = 16; mask > 0; mask >>= 1) cell = halved(cell, bit++, (digit & mask) > 0)
  }
  return cell
}

type Corner = readonly [longitude: number, latitude: number]

const position = ([longitude, latitude]: Corner) => [new Real(longitude), new Real(latitude)]

const point = ({ longitude, latitude }: GeohashCell): string =>
  writeJson(
    new Map<string, string | Real[]>([
      ['type', 'Point'],
      ['coordinates', position([middle(longitude), middle(latitude)])],
    ]),
  )

function polygon({ longitude: [west, east], latitude: [south, north] }: GeohashCell): string {
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

const ofGeohash = (shape: (cell: GeohashCell) => string) =>
  defineUdf({
    parameters: ['string'],
    result: 'dynamic',
    nulls: 'propagate',
    call: (geohash: string) => {
      const cell = cellOf(geohash)
      return cell ? shape(cell) : null
    },
  })

/** Public geohashes (semantics 16.10). */
export const geohashUdfs = named({
  geo_point_to_geohash: defineUdf({
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
  geo_geohash_to_central_point: ofGeohash(point),
  geo_geohash_to_polygon: ofGeohash(polygon),
})
