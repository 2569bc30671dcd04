import { connect, localAddress, localCredential, type WorkspaceClient } from '@tripline/azure'
import { type EmulatorOptions, type Exchange, startEmulator } from '@tripline/emulator'
import { loadCatalogue } from '@tripline/schemas'
import { handClock } from '@tripline/testkit'
import { onTestFinished } from 'vitest'

export interface Emulated {
  /** The stock clients, connected to it. */
  readonly workspace: WorkspaceClient
  readonly exchanges: readonly Exchange[]
  /** Waits that the clients made while polling, in milliseconds. */
  readonly waits: readonly number[]
  /** Moves the emulator's clock. */
  pass(milliseconds: number): void
}

/** An emulator for one test, whose clock only moves when a client waits or the test says so. */
export async function emulated(options: Partial<EmulatorOptions> = {}): Promise<Emulated> {
  const clock = handClock()
  const exchanges: Exchange[] = []
  const { value: emulator } = await startEmulator({
    catalogue: loadCatalogue(),
    clock: () => new Date(clock.now()),
    onExchange: exchange => exchanges.push(exchange),
    ...options,
  })
  onTestFinished(() => emulator!.close())
  return {
    workspace: connect(localAddress(emulator!), localCredential, clock),
    exchanges,
    waits: clock.waits,
    pass: clock.pass,
  }
}
