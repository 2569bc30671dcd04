import { Readable } from 'node:stream'
import { main } from '../../packages/cli/dist/main.js'
import { guardedWrite } from '../../packages/cli/dist/process/guarded-write.js'

/**
 * Runs the command in this process, in the current folder, with a fixed clock.
 * Resolves to `{ argv, code, stdout, stderr, offsets }`, with `error` in place of `code` if an exception escaped. `offsets`
 * are those to be shown that lie outside their file, as reported by the hook in `module-hooks.mjs`.
 */
export async function callTripline(argv, stdin = '', run = main) {
  const texts = { stdout: [], stderr: [] }
  const output = name => ({
    write: guardedWrite(text => texts[name].push(text)),
    drained: async () => {},
    broken: false,
    isTerminal: false,
    width: 100,
  })
  const io = {
    stdin: Readable.from(stdin === '' ? [] : [stdin]),
    stdout: output('stdout'),
    stderr: output('stderr'),
    env: {},
    clock: () => new Date('2026-03-02T12:00:00Z'),
    uuid: () => '11111111-2222-4333-8444-555555555555',
    stopwatch: () => 0,
    after: () => () => {},
    interrupted: () => new Promise(() => {}),
  }
  const offsets = []
  globalThis.onOffset = ({ path, text }, offset) => {
    const isInside = Number.isInteger(offset) && offset >= 0 && offset <= text.length
    if (!isInside) offsets.push({ path, offset, length: text.length, stack: new Error().stack })
  }
  const ended = await run(argv, io).then(
    code => ({ code }),
    error => ({ error }),
  )
  return { argv, ...ended, stdout: texts.stdout.join(''), stderr: texts.stderr.join(''), offsets }
}

/** Runs the command once per list of arguments, one after the other. */
export async function callEach(wanted) {
  const calls = []
  for (const argv of wanted) calls.push(await callTripline(argv))
  return calls
}

/** The output format that a call asks for. */
export const formatIn = argv => (argv.includes('--format') ? argv[argv.indexOf('--format') + 1] : 'human')
