import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { defineUdf, named } from '../../values/udf.ts'

const longestXml = 1_048_576

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#text',
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  htmlEntities: true,
})

/** `parse_xml(text)`; null if it is not well-formed or longer than 1 MB (semantics 16.9). */
export function parseXml(text: string): string | null {
  if (Buffer.byteLength(text) > longestXml || text.trim() === '' || XMLValidator.validate(text) !== true) return null
  try {
    const document: unknown = parser.parse(text)
    return hasOneRoot(document) ? jsonOf(document) : null
  } catch (error) {
    // The parser rejects entities that expand without end, and names that would reach an object's prototype.
    if (error instanceof Error) return null
    throw error
  }
}

const hasOneRoot = (document: unknown): boolean => {
  const roots = Object.values(document as object)
  return roots.length === 1 && !Array.isArray(roots[0])
}

const jsonNumber = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/

/** Texts that are numbers become numbers, spelled as they were; attributes stay texts; an empty element is null. */
function jsonOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonOf).join(',')}]`
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([key, item]) => `${JSON.stringify(key)}:${key.startsWith('@') ? JSON.stringify(item) : jsonOf(item)}`)
      .join(',')}}`
  const text = String(value)
  return text === '' ? 'null' : jsonNumber.test(text) ? text : JSON.stringify(text)
}

export const parseXmlUdfs = named({
  parse_xml: defineUdf({ parameters: ['string'], result: 'dynamic', nulls: 'propagate', call: parseXml }),
})
