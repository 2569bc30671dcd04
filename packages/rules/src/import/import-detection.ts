import { isError, type JsonValue } from '@tripline/diagnostics'
import { lenient, nodeSpan, plainValue } from '@tripline/yaml'
import { detectionFrequency } from '../detection/detection-frequency.ts'
import { houseDetection, isGraphDetection } from '../detection/graph-form.ts'
import { ruleLayout } from '../document/key-order.ts'
import { readDraft } from '../load/read-draft.ts'
import { entryOf, textAt } from './dialect.ts'
import { houseForm } from './house-form.ts'
import { importReport } from './import-report.ts'
import type { ImportedDocument, Importer } from './imported.ts'
import { stemOf } from './name-files.ts'

/** A custom detection of Defender XDR as Microsoft Graph answers it, one or in a list, or takes it. */
export const importDetection: Importer = (node, { dialect }) => {
  if (!isGraphDetection(node)) return undefined
  return report => {
    let isUsable = true
    const house = houseDetection(node, one => {
      isUsable &&= !isError(one)
      report(one)
    })
    const { enabled, ...said } = plainValue(house) as Readonly<Record<string, JsonValue>>
    const [id, name] = [textAt(house, 'id', dialect), textAt(house, 'name', dialect) ?? 'detection']
    const { frequency } = said
    const document = houseForm(
      {
        ...said,
        kind: 'CustomDetection',
        ...(typeof frequency === 'string' && { frequency: detectionFrequency(frequency)?.name ?? frequency }),
      },
      '',
    ) as ImportedDocument
    const disabled = entryOf(house, 'enabled')
    if (disabled) report(importReport['import-disabled'](nodeSpan(disabled), id ?? 'its id'))
    // What is wrong with the values of its keys is reported as in a rule file.
    const { file } = nodeSpan(node)
    const draft = readDraft('CustomDetection', file, house)
    draft.read(house, {
      strictness: lenient,
      report: one => {
        isUsable &&= !isError(one)
        if (isError(one)) report(one)
      },
    })
    if (!isUsable) return undefined
    const entries = Object.entries(document).toSorted(([a], [b]) => ruleLayout.rank(a) - ruleLayout.rank(b))
    return { kind: 'rule', key: id ?? name, stem: stemOf(name), document: Object.fromEntries(entries), span: node.span }
  }
}
