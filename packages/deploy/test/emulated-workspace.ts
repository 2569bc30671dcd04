import { type AzureWorkspace, connect, localCredential, localTarget } from '@tripline/azure'
import { type EmulatorOptions, type Exchange, startEmulator } from '@tripline/emulator'
import { loadCatalogue } from '@tripline/schemas'
import { onTestFinished } from 'vitest'

export interface Emulated {
  /** The stock clients, connected to it. */
  readonly workspace: AzureWorkspace
  readonly exchanges: readonly Exchange[]
  /** Waits that the clients made while polling, in milliseconds. */
  readonly waits: readonly number[]
  /** Moves the emulator's clock. */
  pass(milliseconds: number): void
}

/** An emulator for one test, whose clock only moves when a client waits or the test says so. */
export async function emulated(options: Partial<EmulatorOptions> = {}): Promise<Emulated> {
  let now = Date.parse('2026-03-02T10:00:00Z')
  const exchanges: Exchange[] = []
  const waits: number[] = []
  const { value: emulator } = await startEmulator({
    catalogue: loadCatalogue(),
    clock: () => new Date(now),
    onExchange: exchange => exchanges.push(exchange),
    ...options,
  })
  onTestFinished(() => emulator!.close())
  const wait = async (milliseconds: number) => {
    waits.push(milliseconds)
    now += milliseconds
  }
  return {
    workspace: connect(localTarget(emulator!), localCredential, wait),
    exchanges,
    waits,
    pass: milliseconds => {
      now += milliseconds
    },
  }
}
