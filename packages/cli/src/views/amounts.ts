/** `41,022` */
export const number = (value: number): string => value.toLocaleString('en-US')

export const rowsText = (rows: number): string => `${number(rows)} row${rows === 1 ? '' : 's'}`

const units = ['B', 'KB', 'MB', 'GB', 'TB']

/** `2.1 MB`: of a thousand bytes each, as storage is charged. */
export function size(bytes: number): string {
  let [value, unit] = [bytes, 0]
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}
