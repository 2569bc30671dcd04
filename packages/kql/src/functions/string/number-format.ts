import { defineUdf, named } from '../../values/udf.ts'
import { roundReal } from '../math/round.ts'

/** `tohex(value, minimum)`: two's complement of `bits` bits (semantics 5.9). */
export const hexText = (value: bigint, minimum: number, bits: 32 | 64): string =>
  BigInt.asUintN(bits, value)
    .toString(16)
    .padStart(Math.min(minimum, bits / 4), '0')

const byteUnits = ['Bytes', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB']

/** `format_bytes(size, digits, unit)`; the unit '' selects the largest unit that gives 1 or more (semantics 4.15). */
export function formatBytes(size: number, digits: number, unit: string): string {
  const fitting = Math.floor(Math.log2(Math.max(Math.abs(size), 1)) / 10)
  const index = unit === '' ? Math.min(fitting, byteUnits.length - 1) : byteUnits.indexOf(unit)
  if (index < 0 || !Number.isFinite(size)) return ''
  return `${roundReal(size / 1024 ** index, Math.max(digits, 0))} ${byteUnits[index]}`
}

export const numberFormatUdfs = named({
  tohex: defineUdf({
    parameters: ['long', 'long'],
    result: 'string',
    nulls: 'propagate',
    call: (value: bigint, minimum: bigint) => hexText(value, Number(minimum), 64),
  }),
  tohex_int: defineUdf({
    parameters: ['int', 'long'],
    result: 'string',
    nulls: 'propagate',
    call: (value: number, minimum: bigint) => hexText(BigInt(value), Number(minimum), 32),
  }),
  format_bytes: defineUdf({
    parameters: ['real', 'long', 'string'],
    result: 'string',
    nulls: 'propagate',
    call: (size: number, digits: bigint, unit: string) => formatBytes(size, Number(digits), unit),
  }),
})
