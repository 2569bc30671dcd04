import { expect, test } from 'vitest'
import type { PlanNode, Values } from '../src/plan/node.ts'
import { sameRows } from '../src/plan/same-rows.ts'

const rows = (id: string, cell: string, start = 0): Values => ({
  op: 'values',
  rows: [[cell]],
  columns: [{ id, name: 'a', type: 'string' }],
  position: `${id} position`,
  order: [],
  serialized: false,
  span: { start, end: start + 1 },
})

const where = (input: PlanNode, left: string, right: string): PlanNode => ({
  ...input,
  op: 'filter',
  input,
  predicate: {
    op: 'call',
    name: '==',
    args: [left, right].map(id => ({ op: 'column', id, type: 'string' })),
    type: 'bool',
    span: input.span,
  },
})

// An id is a column's identity inside one plan, so ids differ between two plans, consistently.
test.each([
  ['other ids and positions', rows('c1', 'x'), rows('c2', 'x', 9), true],
  ['another cell', rows('c1', 'x'), rows('c1', 'y'), false],
  ['cells that look like ids', rows('c1', 'c1'), rows('c2', 'c2'), false],
  ['one column read twice, or two', where(rows('c1', 'x'), 'c1', 'c1'), where(rows('c2', 'x'), 'c2', 'c3'), false],
  ['two columns read, or one twice', where(rows('c1', 'x'), 'c1', 'c3'), where(rows('c2', 'x'), 'c2', 'c2'), false],
  ['another node', rows('c1', 'x'), where(rows('c1', 'x'), 'c1', 'c1'), false],
])('%s', (_, left, right, same) => {
  expect(sameRows(left, right)).toBe(same)
})
