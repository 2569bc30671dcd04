import { availableParallelism } from 'node:os'
import type { Diagnosed } from '@tripline/diagnostics'
import { parseDatetimeIso, parseTimespan, ticksPerDay, ticksPerMillisecond } from '@tripline/schemas'
import type { Jobs } from '../test/jobs/jobs.ts'
import { commandReport } from './command-report.ts'

/** A value of an option that the grammar takes as text. */
const read =
  <T>(option: string, expected: string, parse: (text: string) => T | undefined) =>
  (text: string): Diagnosed<T> => {
    const value = parse(text)
    if (value !== undefined) return { value, diagnostics: [] }
    return { diagnostics: [commandReport['option-value'](undefined, option, text, expected)] }
  }

/** Ticks. */
const time = 'a time such as 2026-03-02T10:00:00Z'

export const readAt = read('--at', time, parseDatetimeIso)

export const readInstant = (option: string, text: string): Diagnosed<bigint> =>
  read(option, time, parseDatetimeIso)(text)

/** A day in UTC. */
export const readDay = (option: string, text: string): Diagnosed<string> =>
  read(option, 'a day such as 2026-03-01', value =>
    /^\d{4}-\d\d-\d\d$/.test(value) && parseDatetimeIso(value) !== undefined ? value : undefined,
  )(text)

const largestSample = 1_000

/** Days of tables. */
export const readSample = read('--sample', `a whole number from 1 to ${largestSample}`, text => {
  const size = /^\d{1,4}$/.test(text) ? Number(text) : 0
  return 1 <= size && size <= largestSample ? size : undefined
})

export const readMoveTo = read('--move-to', time, parseDatetimeIso)

/** Days; a timer holds fewer than 25. */
const longestTimeout = 24

/** Milliseconds. */
export const readTimeout = read('--timeout', `a duration such as 30s or 2m, at most ${longestTimeout}d`, text => {
  const ticks = parseTimespan(text) ?? 0n
  const isUsable = ticksPerMillisecond <= ticks && ticks <= BigInt(longestTimeout) * ticksPerDay
  return isUsable ? Number(ticks / ticksPerMillisecond) : undefined
})

const mostJobs = 256

/** Starting a second process takes as long as replaying about this many test files. */
const worthProcesses = 32

/** As many processes as there are cores where they pay, else one. A given number is used however few test files there are. */
export const readJobs = (text: string | undefined): Diagnosed<Jobs> =>
  text === undefined
    ? { value: { most: availableParallelism(), fromFiles: worthProcesses, least: 1 }, diagnostics: [] }
    : readNumberOfJobs(text)

const readNumberOfJobs = read('--jobs', `a whole number from 1 to ${mostJobs}`, (text): Jobs | undefined => {
  const most = /^\d+$/.test(text) ? Number(text) : 0
  return 1 <= most && most <= mostJobs ? { most: most > 1 ? most : 0, fromFiles: 1, least: 0 } : undefined
})

export interface Shard {
  /** From 0. */
  readonly index: number
  readonly count: number
}

const mostShards = 1_000

export const readShard = read(
  '--shard',
  `I/N, such as 1/4, with I from 1 to N, at most ${mostShards}`,
  (text): Shard | undefined => {
    const [, part = '', parts = ''] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []
    const [index, count] = [Number(part) - 1, Number(parts)]
    return 0 <= index && index < count && count <= mostShards ? { index, count } : undefined
  },
)

/** Percent. */
export const readMinScore = read('--min-score', 'a number from 0 to 100', text =>
  /^\d{1,3}(?:\.\d+)?$/.test(text) && Number(text) <= 100 ? Number(text) : undefined,
)

/** In any currency. */
export const readPrice = read('--price-per-gb', 'a number, such as 0.005', text =>
  /^\d{1,6}(?:\.\d{1,9})?$/.test(text) ? Number(text) : undefined,
)

export const readFilter = read('--filter', 'a regular expression', text => {
  try {
    return new RegExp(text, 'i')
  } catch {
    return undefined
  }
})

/** Names of columns, each once. */
export const readColumns = read('--columns', 'names of columns, each once, separated by commas', text => {
  const names = text.split(',').map(name => name.trim())
  return names.every(name => name !== '') && new Set(names).size === names.length ? names : undefined
})

/** `NAME=VALUE` as both. */
export const readParameter = read('--param', 'NAME=VALUE', text => {
  const [, name, value] = /^(\w+)=(.*)$/s.exec(text) ?? []
  return name === undefined || value === undefined ? undefined : ([name, value] as const)
})

export const readPort = (port: number): Diagnosed<number> => readWhole('--port', port, 2 ** 16 - 1)

export const readSeed = (seed: number): Diagnosed<number> => readWhole('--seed', seed, 2 ** 32 - 1)

const readWhole = (option: string, value: number, most: number): Diagnosed<number> =>
  Number.isInteger(value) && value >= 0 && value <= most
    ? { value, diagnostics: [] }
    : { diagnostics: [commandReport['option-value'](undefined, option, String(value), `a number from 0 to ${most}`)] }
