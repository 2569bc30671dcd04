import type { AliasEvent } from 'js-yaml'
import type { YamlNode } from '../node.ts'
import { anchorName, type Building, spanIn } from './building.ts'
import { yamlReport } from './yaml-report.ts'

/** More than any rule or test needs, and far less than would exhaust memory. */
const aliasLimit = 10_000

/** The node that an alias stands for; nothing where it is unknown, or repeats too much. */
export function buildAlias(building: Building, event: AliasEvent): YamlNode {
  const name = anchorName(building, event)
  building.cursor = event.anchorEnd
  const span = spanIn(building, event.anchorStart - 1, building.cursor)
  const nothing: YamlNode = { kind: 'scalar', value: null, text: '', span, offsetAt: () => span.start }
  const node = building.anchors.get(name)
  if (!node) {
    building.diagnostics.push(yamlReport['yaml-unknown-alias'](span, name))
    return nothing
  }
  const before = building.repeated
  building.repeated += building.sizes.get(node) ?? 1
  if (building.repeated <= aliasLimit) return node
  if (before <= aliasLimit) building.diagnostics.push(yamlReport['yaml-alias-limit'](span, aliasLimit))
  return nothing
}
