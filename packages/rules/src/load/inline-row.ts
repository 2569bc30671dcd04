import { isTimeColumn } from '@tripline/schemas'
import { anyNode, mapOf, optional, type Reader, record, wholeNumber, wrongType } from '@tripline/yaml'
import type { InlineRow } from '../document/test-file.ts'
import { loadReport } from './load-report.ts'
import { datetime, duration } from './rule-readers.ts'

/** The keys that repeat a row; no table has columns of these names. */
const repetition = record('a row', {
  repeat: optional(wholeNumber),
  every: optional(duration),
  from: optional(datetime),
})
const rowCells = mapOf(anyNode)
const isRepetition = (key: string) => key === 'repeat' || key === 'every' || key === 'from'

/** A row of a log: its columns and how it repeats. */
export const inlineRow: Reader<InlineRow> = {
  expected: 'a row',
  read(node, reading) {
    if (node.kind !== 'mapping') return wrongType(node, 'a row', reading)
    const own = node.entries.filter(({ key }) => isRepetition(key.text))
    const columns = node.entries.filter(({ key }) => !isRepetition(key.text))
    const times = repetition.read({ ...node, entries: own }, reading)
    const cells = rowCells.read({ ...node, entries: columns }, reading)
    if (!times || !cells) return undefined
    const { repeat, from, every } = times
    const report = (where: string, reason: string) => {
      const entry = node.entries.find(({ key }) => key.text === where)!
      reading.report(loadReport['row-time'](entry.key.span, reason))
    }
    const time = columns.find(({ key }) => isTimeColumn(key.text))?.key.text
    if (repeat && repeat.value < 1) report('repeat', 'repeat must be at least 1')
    if (every && !from) report('every', 'every needs from, the time of the first row')
    if (from && time) report(time, `from already sets ${time}`)
    return {
      span: node.span,
      repeat: repeat?.value ?? 1,
      ...(from && { from }),
      ...(every && { every }),
      cells: cells.map(({ key, value }) => ({ column: key, value })),
    }
  },
}
