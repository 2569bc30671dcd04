import { refusedValue, shownValue } from '../../values/refused-value.ts'
import { defineUdf, named } from '../../values/udf.ts'
import { roundReal } from '../math/round.ts'

/** `tohex(value, minimum)`: two's complement of `bits` bits, with up to 16 digits (semantics 5.9). */
export function hexText(value: bigint, minimum: bigint, bits: 32 | 64): string {
  if (value < 0n && minimum > bits / 4)
    throw refusedValue('unsettled-call', 'tohex() of a negative int with more than 8 digits')
  return BigInt.asUintN(bits, value)
    .toString(16)
    .padStart(minimum < 16n ? Number(minimum) : 16, '0')
}

const byteUnits = ['Bytes', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB']

/** `format_bytes(size, digits, unit)`; the unit '' selects the largest unit that gives 1 or more (semantics 4.15). */
export function formatBytes(size: number, digits: number, unit: string): string {
  const fitting = Math.floor(Math.log2(Math.max(Math.abs(size), 1)) / 10)
  const index = unit === '' ? Math.min(fitting, byteUnits.length - 1) : byteUnits.indexOf(unit)
  if (index < 0) throw refusedValue('unsettled-call', `format_bytes() with the unit ${shownValue(unit)}`)
  const scaled = size / 1024 ** index
  // Rounding to even would give another number.
  if (Math.abs(scaled * 10 ** digits) % 2 === 0.5)
    throw refusedValue('unsettled-call', `format_bytes() of ${size}, halfway between two results,`)
  return `${roundReal(scaled, digits)} ${byteUnits[index]}`
}

export const numberFormatUdfs = named({
  tohex: defineUdf({
    parameters: ['long', 'long'],
    result: 'string',
    nulls: 'propagate',
    call: (value: bigint, minimum: bigint) => hexText(value, minimum, 64),
  }),
  tohex_int: defineUdf({
    parameters: ['int', 'long'],
    result: 'string',
    nulls: 'propagate',
    call: (value: number, minimum: bigint) => hexText(BigInt(value), minimum, 32),
  }),
  format_bytes: defineUdf({
    parameters: ['real', 'long', 'string'],
    result: 'string',
    nulls: 'propagate',
    call: (size: number, digits: bigint, unit: string) => formatBytes(size, Number(digits), unit),
  }),
})
