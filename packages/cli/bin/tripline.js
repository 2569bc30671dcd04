#!/usr/bin/env node
// Most of a short test is the start of the process that replays it, so that one starts before anything else is loaded.
const ahead =
  process.argv[2] === 'test' ? (await import('../dist/fork-replay-process.js')).forkAhead(process) : undefined
const { enter } = await import('../dist/entry.js')

await enter(process, ahead)
