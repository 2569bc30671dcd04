/** A day in UTC as ISO 8601 has it, `2026-03-01`. Days are compared as text. */
export type Day = string

export const millisecondsPerDay = 24 * 3_600_000

/** Milliseconds since 1970. */
export const startOfDay = (day: Day): number => Date.parse(`${day}T00:00:00Z`)

const dayAt = (time: number): Day => new Date(time).toISOString().slice(0, 10)

export const dayAfter = (day: Day): Day => dayAt(startOfDay(day) + millisecondsPerDay)

export const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(startOfDay(text)) && dayAt(startOfDay(text)) === text

/** The days from one to another, both included; none if they are in the other order. */
export function daysBetween(first: Day, last: Day): readonly Day[] {
  const days: Day[] = []
  for (let day = first; day <= last; day = dayAfter(day)) days.push(day)
  return days
}

/** The last day that ended so many hours ago. */
export const lastSettledDay = (now: number, settleHours: number): Day =>
  dayAt(now - settleHours * 3_600_000 - millisecondsPerDay)

/** The hours of a day as datetimes begin, `2026-03-01T00` to `2026-03-01T23`. */
export const hoursOfDay = (day: Day): readonly string[] =>
  Array.from({ length: 24 }, (_, hour) => `${day}T${String(hour).padStart(2, '0')}`)
