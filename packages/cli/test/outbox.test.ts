import { expect, test } from 'vitest'
import { outbox } from '../src/test/jobs/outbox.ts'
import type { FromProcess } from '../src/test/jobs/process-message.ts'

const span = { file: { path: 'a.test.yaml', text: '- name: a\n' }, start: 8, end: 9 }
const started = (name: string): FromProcess => ({
  kind: 'started',
  identity: { rule: 'a.yaml', case: name, span },
})
const ended = (name: string): FromProcess => ({
  kind: 'ended',
  report: {
    ...{ rule: 'a.yaml', case: name, span, status: 'passed', kept: false, ms: 1 },
    ...{ alerts: [], incidents: [], differences: [], diff: [], silence: [], diagnostics: [] },
  },
})

/** What is sent, a list per message to the other process. */
function opened() {
  const sent: (readonly FromProcess[])[] = []
  return { sent, ...outbox(messages => sent.push(messages)) }
}

test('what is added is sent in one message and in its order, without the starts of cases that have ended', () => {
  const { add, flush, sent } = opened()
  for (const message of [started('x'), ended('x'), started('y'), ended('y'), started('z')]) add(message)
  expect(sent).toEqual([])
  flush()
  expect(sent).toEqual([[ended('x'), ended('y'), started('z')]])
})

test('nothing is sent twice, nor an empty message', () => {
  const { add, flush, sent } = opened()
  flush()
  add(started('x'))
  flush()
  flush()
  expect(sent).toEqual([[started('x')]])
})

// Else the next case would be held back while the other process takes this one for the one that is running.
test('the end of a case is sent at once if its start was, the next start is not', () => {
  const { add, flush, sent } = opened()
  add(started('x'))
  flush()
  add(ended('x'))
  expect(sent).toEqual([[started('x')], [ended('x')]])
  add(started('y'))
  add(ended('y'))
  expect(sent).toHaveLength(2)
})
