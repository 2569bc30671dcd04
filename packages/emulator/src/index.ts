export type { Emulator, EmulatorOptions, Exchange } from './start-emulator.ts'
export { startEmulator } from './start-emulator.ts'
export type { EmulatorEndpoint } from './state-folder.ts'
export { readEndpoint } from './state-folder.ts'
