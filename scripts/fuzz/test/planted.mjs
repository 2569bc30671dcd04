import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { callTripline } from '../call-tripline.mjs'

let calls = 0

/** Faults of a command by name: stand-ins for `main`. */
const faults = {
  'not the same twice': async (_, { stdout }) => {
    stdout.write(`${calls++}\n`)
    return 0
  },
  'exit 70': async (_, { stderr }) => {
    stderr.write(
      'tripline: internal error, please report it\nTypeError: x is undefined\n    at read (file:///a/b.js:1:2)\n',
    )
    return 70
  },
  exception: async () => {
    throw new TypeError('x is undefined')
  },
  'unhandled rejection': async () => {
    Promise.reject(new Error('nobody looks'))
    return 0
  },
  internal: async (_, { stdout }) => {
    stdout.write('{"error":{"kind":"internal"}}\n')
    return 1
  },
  hang: async () => {
    for (;;);
  },
  'died SIGABRT': async () => process.abort(),
  'obeyed output at ##vso[': async (_, { stdout }) => {
    stdout.write(command('a name ##vso[task.setvariable variable=a]b\n'))
    return 0
  },
  'obeyed output at ::': async (_, { stderr }) => {
    stderr.write(command('a name\n  ::error::x\n'))
    return 2
  },
  'obeyed output at a control character': async (_, { stdout }) => {
    stdout.write('\u001b[31mred\n')
    return 0
  },
  'span outside': async () => {
    globalThis.onOffset({ path: 'a.yaml', text: 'abc' }, 4)
    return 0
  },
  'stray write': async () => {
    writeFileSync('../canary/secret.txt', 'changed')
    return 0
  },
  'silently ignored': async () => 0,
  'silent exit': async () => 2,
}

/** Text that a CI runner obeys as a command, unescaped. */
const command = text => ({ isCommand: true, toString: () => text })

/** Inputs that cannot be generated. */
const unmade = {
  fuzzer() {
    throw new TypeError('x is undefined')
  },
  'died SIGKILL': () => process.kill(process.pid, 'SIGKILL'),
}

export const faultNames = [...Object.keys(faults), ...Object.keys(unmade)]

/** A kind whose inputs each name a fault, in order. */
function make({ index }) {
  const name = faultNames[index] ?? 'none'
  unmade[name]?.()
  return { files: { 'subject.txt': Buffer.from(name) }, subject: 'subject.txt', calls: [['check']] }
}

async function run({ calls: [argv] }) {
  const name = existsSync('subject.txt') ? readFileSync('subject.txt', 'utf8') : ''
  const call = await callTripline(argv, '', faults[name] ?? (async () => 0))
  return { calls: [call], failures: [] }
}

const unreadable = bytes => (String(bytes) === 'silently ignored' ? 'nobody can read it' : undefined)

export default { make, run, unreadable }
