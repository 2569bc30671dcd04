import { describe, expect, test } from 'vitest'
import { keyPressed, type WatchMode, watchKeys } from '../src/test/watch/watch-mode.ts'

const waiting: WatchMode = { kind: 'waiting' }
const running: WatchMode = { kind: 'running' }
const typing = (line: string): WatchMode => ({ kind: 'typing', line })

// The keys are those of vitest, as far as there is something that they can do here.
test.each([
  ['a', 'all'],
  ['f', 'failed'],
  ['h', 'help'],
  ['q', 'end'],
  ['\u0003', 'end'],
])('%j asks for %s', (key, action) => {
  expect(keyPressed(waiting, key)).toMatchObject({ action })
})

test('p begins a pattern, which Enter ends', () => {
  let pressed = keyPressed(waiting, 'p')
  for (const key of ['q', 'ä', '😀', '\u007f', '\b', 'x', '\u001b[A', '\t']) pressed = keyPressed(pressed.mode, key)
  expect(pressed).toEqual({ mode: typing('qx') })
  expect(keyPressed(pressed.mode, '\r')).toEqual({ mode: waiting, action: 'pattern', pattern: 'qx' })
})

test('erasing an empty line leaves it empty', () => {
  expect(keyPressed(typing(''), '\u007f')).toEqual({ mode: typing('') })
})

test('Escape leaves a pattern, Ctrl-C everything', () => {
  expect(keyPressed(typing('abc'), '\u001b')).toEqual({ mode: waiting })
  expect(keyPressed(typing('abc'), '\u0003')).toMatchObject({ action: 'end' })
})

describe('while tests run', () => {
  test.each(Object.keys(watchKeys).filter(key => key !== 'q'))('%s does nothing', key => {
    expect(keyPressed(running, key)).toEqual({ mode: running })
  })

  test.each(['q', '\u0003'])('%j ends', key => {
    expect(keyPressed(running, key)).toMatchObject({ action: 'end' })
  })
})

test.each(['x', 'A', 'toString', '__proto__', '\u001b', '\r', '\u001b[A'])('%j has no meaning', key => {
  expect(keyPressed(waiting, key)).toEqual({ mode: waiting })
})
