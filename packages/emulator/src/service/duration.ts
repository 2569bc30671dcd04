const pattern = /^P(?=[\dT])(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/
const seconds = [86_400, 3_600, 60, 1]

/** Seconds of an ISO 8601 duration of days, hours, minutes and seconds; undefined for other texts. */
export function durationSeconds(text: unknown): number | undefined {
  const match = typeof text === 'string' ? pattern.exec(text) : null
  return match?.slice(1).reduce((sum, count, index) => sum + Number(count ?? 0) * seconds[index]!, 0)
}

/** The service stores spans of time, not texts: what was sent as PT24H reads P1D. */
export function durationText(total: number): string {
  const [days, hours, minutes, rest] = [
    Math.floor(total / 86_400),
    Math.floor(total / 3_600) % 24,
    Math.floor(total / 60) % 60,
    total % 60,
  ]
  const date = days ? `${days}D` : ''
  const time = `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${rest ? `${rest}S` : ''}`
  return date || time ? `P${date}${time && `T${time}`}` : 'PT0S'
}
