import type { Diagnostic } from '@tripline/diagnostics'
import { expect, it } from 'vitest'
import { withoutBaseline, writeBaseline } from '../../src/index.ts'

const file = { path: 'pack/detections/a.yaml', text: 'a\nb\nc\n' }
const found = (id: string, line: number, category: Diagnostic['category'] = 'finding'): Diagnostic => ({
  id,
  severity: 'warning',
  category,
  message: `about ${id}`,
  span: { file, start: line * 2, end: line * 2 + 1 },
})
const path = 'pack/baseline.json'
const muted = (known: readonly Diagnostic[], now: readonly Diagnostic[]) =>
  withoutBaseline({ path, text: writeBaseline(path, known) }, now).value!.map(
    ({ id, span }) => `${span!.file.path} ${id}`,
  )

it('a baseline names files relative to itself', () => {
  expect(JSON.parse(writeBaseline(path, [found('x', 0), found('x', 1)]))).toEqual({
    findings: [{ file: 'detections/a.yaml', id: 'x', message: 'about x', count: 2 }],
  })
})

it('a baseline mutes what it knows, wherever it moved, and no more of it', () => {
  expect(muted([found('x', 0)], [found('x', 2)])).toEqual([])
  expect(muted([found('x', 0)], [found('x', 1), found('x', 2), found('y', 0)])).toEqual([
    `${file.path} x`,
    `${file.path} y`,
  ])
})

it('what is gone is stale, and what cannot be read is never muted', () => {
  expect(muted([found('x', 0), found('y', 0)], [found('x', 0)])).toEqual([`${path} baseline-stale`])
  expect(muted([found('x', 0, 'input')], [found('x', 0, 'input')])).toEqual([`${file.path} x`])
})

it('a baseline of another form is refused where it differs', () => {
  expect(withoutBaseline({ path, text: '{"findings": [{"file": 1}]}' }, []).diagnostics[0]?.id).toBe('wrong-type')
})
