import { type Json, jsonCell, parseJson, parseRecordedJson, writeJson } from '../values/json.ts'

/** JSON texts shorter than this cannot be nested too deeply. */
export const longText = 1000

/**
 * What the database has read of a dynamic value: its JSON, or the content of a string and the JSON of anything else. It wrote that
 * JSON itself.
 */
export type DynamicText = 'json' | 'content'

/** The dynamic cell that a text of a file stands for. */
export function dynamicCell(text: string, form: DynamicText = 'content'): string | null {
  if (form === 'json' && text.startsWith('"')) return dynamicCell(JSON.parse(text) as string)
  if (text === '') return null
  const value = parseJson(text)
  return value === undefined ? writeJson(text) : jsonCell(value)
}

/**
 * Whether a text that the database made from an array or a bag differs from its cell, because it is nested too deeply or
 * contains NaN.
 */
export const isUncertain = (text: string): boolean =>
  /^[[{]/.test(text) &&
  ((text.length >= longText && text.split(/[[{]/).length > longText / 2 && nestedCell(text) === undefined) ||
    (/nan|inf/i.test(text) && parseJson(text) === undefined && parseRecordedJson(text) !== undefined))

/** The text of a value inside an object; undefined if it is nested too deeply there. */
export function nestedCell(text: string): string | undefined {
  const array = parseJson(`[${text}]`) as Json[] | undefined
  return array && writeJson(array[0]!)
}
