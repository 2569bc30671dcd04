import { row } from './refusal-row.ts'

/** Queries that are too large to be analysed, and runs that fail. */
export const limitRefusals = {
  'query-length': row('too-long', (most: number) => ({ says: `the query is longer than ${most} characters` })),
  'open-brackets': row('too-deep', (most: number) => ({ says: `more than ${most} brackets are open` })),
  'nested-functions': row('too-deep', (most: number) => ({ says: `more than ${most} functions are nested` })),
  'list-length': row('too-long', (most: number, items: string) => ({ says: `more than ${most} ${items} are listed` })),
  'statement-count': row('too-long', (most: number) => ({ says: `the query has more than ${most} statements` })),
  'operator-chain': row('too-deep', (most: number) => ({ says: `more than ${most} operators follow one another` })),
  'word-row': row('too-long', (most: number) => ({ says: `more than ${most} words follow one another` })),
  'join-count': row('too-long', (most: number) => ({ says: `the query has more than ${most} joins` })),
  'name-uses': row('too-many-uses', (most: number) => ({
    says: `the query and everything it refers to have more than ${most} uses of names`,
    instead: 'refer to a let or function that expands to many others only once',
  })),
  'nested-too-deeply': row('too-deep', { says: 'the query, with everything it refers to, is nested too deeply' }),
  'analysis-time': row('too-slow', (seconds: number) => ({
    says: `the analysis of the query takes longer than ${seconds} s`,
  })),
  'parser-failure': row('parser-fails', { what: 'this query', why: 'the official parser fails on it' }),
  command: row('not-a-query', { says: 'this is a management command; only queries can be run' }),

  'run-time': row('timeout', (seconds: number) => ({ says: `the query took longer than ${seconds} s` })),
  'run-memory': row('out-of-memory', { says: 'the query needs more memory than a query may use' }),
  'run-result': row('result-too-large', (reason: string) => ({ says: reason })),
  'run-range': row('out-of-range', { says: 'a value of the query is out of range' }),
  'run-clock': row('no-time', { says: 'the query needs the current time, but none was given' }),
  'run-failure': row('engine-failure', { says: 'the query could not be run' }),
}
