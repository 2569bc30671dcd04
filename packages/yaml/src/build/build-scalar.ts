import { getScalarValue, SCALAR_STYLE, type ScalarEvent } from 'js-yaml'
import type { YamlNode, YamlScalar } from '../node.ts'
import { absent, type Building, remember, skip, spanIn, tagOf } from './building.ts'
import { resolvePlain, resolveTagged } from './resolve-scalar.ts'
import { isBlock, scalarOffsets } from './scalar-offsets.ts'
import { yamlReport } from './yaml-report.ts'

export function buildScalar(building: Building, event: ScalarEvent): YamlNode {
  const text = getScalarValue(building.file.text, event)
  const tag = tagOf(building, event)
  const value = tag ? resolveTagged(tag, text) : event.style === SCALAR_STYLE.PLAIN ? resolvePlain(text) : text
  if (value === undefined) {
    building.diagnostics.push(yamlReport['yaml-tag'](spanIn(building, event.tagStart, event.tagEnd), tag))
  }
  const node: YamlScalar = { kind: 'scalar', value: value ?? null, text, ...sourceOf(building, event, text) }
  return remember(building, event, node, 1)
}

/** Where the text of a scalar stands; moves the cursor past it. */
function sourceOf(building: Building, event: ScalarEvent, text: string): Pick<YamlScalar, 'span' | 'offsetAt'> {
  const quoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED
  const block = isBlock(event.style)
  if (event.valueStart === absent || (block && text === '')) return nothingWritten(building, event)
  const offsetAt = scalarOffsets(building.file.text, event)
  building.cursor = quoted ? event.valueEnd + 1 : event.valueEnd
  const span = block
    ? spanIn(building, offsetAt(0), offsetAt(text.length))
    : spanIn(building, quoted ? event.valueStart - 1 : event.valueStart, building.cursor)
  return { span, offsetAt }
}

function nothingWritten(building: Building, event: ScalarEvent): Pick<YamlScalar, 'span' | 'offsetAt'> {
  const isMarked = event.tagStart !== absent || event.anchorStart !== absent
  if (isMarked) building.cursor = Math.max(event.tagEnd, event.anchorEnd)
  else skip(building, indicator)
  const start = building.cursor
  building.cursor = Math.max(start, event.valueEnd)
  return { span: spanIn(building, start, start), offsetAt: () => start }
}

/** Space and comments up to and including the indicator of a value that is missing. */
const indicator = /(?:[ \t\r\n]|#[^\r\n]*[\r\n])*[-:?]/y
