import { expect } from 'vitest'
import { tripline } from './cli.ts'

/** Starts a workspace in the current folder; the result stops it. */
export async function startEmulator(...options: readonly string[]): Promise<() => Promise<void>> {
  let listening = (): void => {}
  let end = (): void => {}
  const started = new Promise<void>(resolve => {
    listening = resolve
  })
  const interrupted = new Promise<void>(resolve => {
    end = resolve
  })
  const emulator = tripline(['emulator', ...options], { interrupted: () => interrupted, onOutput: () => listening() })
  await started
  return async () => {
    end()
    expect(await emulator).toMatchObject({ code: 0, stderr: '' })
  }
}

/** Runs a workspace in the current folder until the work is done. */
export async function withEmulator(work: () => Promise<void>, ...options: readonly string[]): Promise<void> {
  const stop = await startEmulator(...options)
  try {
    await work()
  } finally {
    await stop()
  }
}
