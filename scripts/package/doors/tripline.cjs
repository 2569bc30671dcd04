#!/usr/bin/env node
const [, , verb, ...rest] = process.argv
// Most of a short test is the start of the process that replays it, so that one starts before anything else is loaded.
const ahead = verb === 'test' ? require('../dist/fork-replay-process.cjs').forkAhead(process) : undefined
const entry = require.resolve('../dist/entry.cjs')

// These are answered sooner than the cache is opened.
if (['--help', '--version'].includes(rest.at(-1) ?? verb)) require(entry).enter(process, ahead)
else {
  const { loadCached, keepCode } = require('../dist/cached-chunks.cjs')
  loadCached(entry, verb ?? '', process.env).enter(process, ahead, keepCode)
}
