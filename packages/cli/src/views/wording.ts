/** `1 rule`, `2 rules`. */
export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`

/** The text of a cell from its JSON text: strings as they are, null as nothing, anything else as JSON. */
export function cellText(json: string): string {
  if (json === 'null') return ''
  return json.startsWith('"') ? JSON.parse(json) : json
}
