import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { rule, sample } from './sample.ts'

test('a watched project is tested again when a file changes, until the user ends it', async () => {
  const root = enterFolder(sample)
  let end = (): void => {}
  let waits = 0
  const interrupted = new Promise<void>(resolve => {
    end = resolve
  })
  const onOutput = (text: string): void => {
    if (!text.startsWith('Watching')) return
    waits += 1
    if (waits === 1) writeFileSync(`${root}/detections/blocked.yaml`, rule.replace('203.0.113.9', '203.0.113.8'))
    else end()
  }
  const { code, stdout } = await tripline(['test', '--watch'], { interrupted: () => interrupted, onOutput })
  expect(code).toBe(0)
  expect(stdout.match(/\d passed.*\n/g)).toEqual(['2 passed (0 ms)\n', '1 passed, 1 failed (0 ms)\n'])
})
