import {
  boolCoreTag,
  floatCoreTag,
  intCoreTag,
  NOT_RESOLVED,
  nullCoreTag,
  type ScalarTagDefinition,
  strTag,
} from 'js-yaml'
import type { YamlScalar } from '../node.ts'

type Value = YamlScalar['value']

/** YAML 1.2 core schema, in the order in which its forms are tried. */
const implicit: readonly ScalarTagDefinition<Value>[] = [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag]

const explicit = new Map<string, ScalarTagDefinition<Value>>(
  Object.entries({
    '!': strTag,
    '!!str': strTag,
    '!!null': nullCoreTag,
    '!!bool': boolCoreTag,
    '!!int': intCoreTag,
    '!!float': floatCoreTag,
  }),
)

/** The value of a scalar without a tag; a quoted or block scalar is always text. */
export function resolvePlain(text: string): Value {
  for (const tag of implicit) {
    const value = tag.resolve(text, false, tag.tagName)
    if (value !== NOT_RESOLVED) return value
  }
  return text
}

/** The value of a tagged scalar; undefined if the tag is not of the core schema or does not fit the text. */
export function resolveTagged(tagText: string, text: string): Value | undefined {
  const tag = explicit.get(tagText)
  const value = tag?.resolve(text, true, tag.tagName)
  return value === NOT_RESOLVED ? undefined : value
}
