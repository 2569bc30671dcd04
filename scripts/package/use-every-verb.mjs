import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expectRun, interrupt } from './empty-machine.mjs'

/** Uses everything that is loaded lazily: parser, database, Rust's regex crate, hashes, browser data. */
const query = [
  'print agent = parse_user_agent("Mozilla/5.0 (X11) Firefox/120.0", "browser").Browser.Family',
  'lazy = extract("(a+?)b", 1, "aab")',
  'hash = hash_xxhash64("x")',
  'xml = parse_xml("<a>1</a>").a',
].join(', ')

/** Two requests: the second is compiled in a thread while the first runs. */
const batch = '{"id":1,"kql":"print x = 1"}\n{"id":2,"kql":"print y = 2"}\n'

/** In a folder where the package is installed; `tripline` is the command that runs it there. */
export async function useEveryVerb(machine, tripline) {
  const run = async (argv, code, prints, input) =>
    expectRun(await machine.run([...tripline, ...argv], input), code, prints)
  await run(['--version'], 0, /^\d+\.\d+\.\d+$/m)
  await run(['init'], 0, /^tripline\.yaml$/m)
  await run(['check'], 0, /no findings/)
  await run(['check', '--explain', 'id-not-guid'], 0, /GUID/)
  await run(['test'], 0, /2 cases: 2 passed/)
  await run(['compile', '--target', 'bicep'], 0, /^resource /m)
  await run(['query', query, '--format', 'json'], 0, /"Firefox","aa","6665539201184043299",1\]/)
  await run(['query', '--batch'], 0, /"x"[\s\S]*"y"/, batch)
  await run(['doctor'], 0, /database/)
  await deploy(machine, tripline, run)
}

async function deploy(machine, tripline, run) {
  const emulator = machine.start([...tripline, 'emulator'])
  const ended = once(emulator, 'close')
  try {
    await Promise.race([once(createInterface(emulator.stdout), 'line'), ended])
    await run(['plan', '--workspace', 'local', '--out', 'plan.json'], 0, /1 to create/)
    await run(['apply', 'plan.json'], 0, /1 applied/)
    await run(['plan', '--workspace', 'local'], 0, /0 to create/)
    await run(['drift', '--workspace', 'local'], 0, /0 drifted/)
  } finally {
    interrupt(emulator)
    await ended
  }
}
