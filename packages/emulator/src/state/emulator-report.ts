import { defineDiagnostics } from '@tripline/diagnostics'

export const emulatorReport = defineDiagnostics({
  'emulator-state-unreadable': {
    severity: 'error',
    category: 'input',
    message: (path: string) => `${path} was not written by this version of the emulator`,
    fix: (path: string) => `remove ${path} to start with an empty workspace`,
  },
  'emulator-state-folder': {
    severity: 'error',
    category: 'input',
    message: (path: string, reason: string) => `${path} cannot be used for the emulator's state: ${reason}`,
  },
  'emulator-cannot-listen': {
    severity: 'error',
    category: 'input',
    message: (port: number, reason: string) => `the emulator cannot listen on 127.0.0.1:${port}: ${reason}`,
  },
})
