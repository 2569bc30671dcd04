import { maxDatetime, ticksPerDay } from '@tripline/schemas'

/** A day of the proleptic Gregorian calendar and the ticks since its midnight. */
export interface Civil {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly tickOfDay: number
}

/** Days from 0001-01-01 to 0000-03-01, where the 400-year cycles below start. */
const daysToCycleStart = 306
const daysPerCycle = 146_097

/** Days since 0001-01-01 of a date; months beyond 1–12 carry into the year. */
export function dayNumber(year: number, month: number, day: number): number {
  const months = year * 12 + month - 3
  const marchYear = Math.floor(months / 12)
  const marchMonth = months - marchYear * 12
  const cycle = Math.floor(marchYear / 400)
  const yearOfCycle = marchYear - cycle * 400
  const dayOfYear = Math.floor((153 * marchMonth + 2) / 5) + day - 1
  const dayOfCycle = yearOfCycle * 365 + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100) + dayOfYear
  return cycle * daysPerCycle + dayOfCycle - daysToCycleStart
}

/** The calendar day of a datetime. */
export function civilOf(ticks: bigint): Civil {
  const shifted = Number(ticks / ticksPerDay) + daysToCycleStart
  const cycle = Math.floor(shifted / daysPerCycle)
  const dayOfCycle = shifted - cycle * daysPerCycle
  const leapDays = Math.floor(dayOfCycle / 1460) - Math.floor(dayOfCycle / 36_524) + Math.floor(dayOfCycle / 146_096)
  const yearOfCycle = Math.floor((dayOfCycle - leapDays) / 365)
  const dayOfYear = dayOfCycle - (365 * yearOfCycle + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  return {
    year: cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
    tickOfDay: Number(ticks % ticksPerDay),
  }
}

export const daysInMonth = (year: number, month: number): number =>
  dayNumber(year, month + 1, 1) - dayNumber(year, month, 1)

/** Ticks of a day number's midnight. */
export const midnight = (days: number): bigint => BigInt(days) * ticksPerDay

/** A datetime outside 0001–9999 is null (semantics 6.1). */
export const datetimeOrNull = (ticks: bigint): bigint | null => (ticks >= 0n && ticks <= maxDatetime ? ticks : null)
