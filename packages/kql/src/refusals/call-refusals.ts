import { row } from './refusal-row.ts'

const sketchFunction = (call: string, instead?: string) => ({
  what: `the function ${call}`,
  why: 'it works on sketches in the service’s own format',
  instead,
})

/**
 * Refusals of calls that are known before anything runs. `call`: the function or operator, as `strlen()` or `the operator +`.
 */
export const callRefusals = {
  'function-unsupported': row('unsupported-function', (name: string) => ({
    what: `the function ${name}`,
    why: 'it is not implemented',
  })),
  'function-sketch': row('unsupported-function', sketchFunction),
  'sketch-opened': row('undocumented', {
    what: 'a sketch outside the functions that read it',
    why: 'it is a value in a format of the service’s own',
    instead: 'pass it to dcount_hll(), percentile_tdigest(), rank_tdigest() or a merge',
  }),
  'sketch-unknown': row('undocumented', (call: string) => ({
    what: `${call}() of anything but a sketch that the query makes itself, of values of that type,`,
    why: 'it reads a format of the service’s own',
  })),
  'function-random': row('not-reproducible', (name: string, instead?: string) => ({
    what: `the function ${name}`,
    why: 'its result differs from run to run',
    instead,
  })),
  'argument-count': row('unsupported-form', (call: string, count: number) => ({
    what: `${call} with ${count} arguments`,
    why: 'its last argument is not implemented',
  })),
  'argument-type': row('type-mismatch', (call: string, position: number, type: string, wanted: string) => ({
    what: call,
    why: `argument ${position} is ${type}, not ${wanted}`,
  })),
  'aggregate-dynamic': row('undocumented', (call: string) => ({
    what: `${call}() by a dynamic`,
    why: 'how dynamic values compare is not documented',
    instead: 'convert it first, for example with tostring(…)',
  })),
}

/** Why a function does not accept its arguments; the call is always the first argument of the wording. */
export const argumentRefusals = {
  'untyped-percentile': row('undocumented', (call: string) => ({
    what: `${call} without a type`,
    why: 'whether it returns the value or an array of it is not documented',
    instead: 'pass the type of the values, such as typeof(long)',
  })),
  'sketch-weights': row('unsupported-form', (call: string) => ({
    what: `${call} with weights`,
    why: 'they are not implemented',
    instead: 'use percentilesw(…) over the rows themselves',
  })),
  'undocumented-types': row('undocumented', (call: string, ...types: readonly string[]) => ({
    what: `${call} of ${types.join(' and ')}`,
    why: 'its result is not documented',
    instead: 'convert the values first',
  })),
  'undocumented-flattening': row('undocumented', (call: string) => ({
    what: `${call} of a dynamic`,
    why: 'whether it flattens arrays is not documented',
  })),
  'hash-type': row('unsettled-edge', (call: string, type: string) => ({
    what: `${call} of ${type}`,
    why: 'its value is not settled',
    instead: 'hash tostring(…) of it',
  })),
  'unsettled-argument': row('unsettled-edge', (call: string, argument: number, edge: string) => ({
    what: `${call} with ${edge} as argument ${argument}`,
    why: 'its result is not settled',
  })),
  'huge-constant': row('unsettled-edge', (call: string) => ({
    what: `${call} of a constant that large`,
    why: 'the service converts it differently from the same value in a column',
  })),
  'constant-percentages': row('not-constant', (call: string) => ({
    what: call,
    why: 'its percentages must be numbers from 0 to 100, written out',
  })),
  'constant-places': row('not-constant', (call: string) => ({
    what: `${call} of a decimal`,
    why: 'the number of places must be a constant',
  })),
  'constant-size': row('not-constant', (call: string) => ({
    what: call,
    why: 'the greatest number of its elements must be a number, written out',
  })),
  'size-limit': row('undocumented', (call: string, most: number) => ({
    what: call,
    why: `its greatest number of elements is above the limit of ${most}`,
  })),
  accuracy: row('undocumented', (call: string) => ({
    what: call,
    why: 'its accuracy must be a number from 0 to 4, written out',
  })),
  'constant-point': row('not-constant', (call: string) => ({
    what: call,
    why: 'its fixed point must be a constant',
  })),
  'constant-distance': row('not-constant', (call: string) => ({
    what: call,
    why: 'its distances must be constants',
  })),
  'constant-part': row('not-constant', (call: string) => ({
    what: call,
    why: 'the part of the time must be a literal',
  })),
  'centred-filter': row('undocumented', (call: string) => ({
    what: call,
    why: 'which point is the centre is documented only for a literal filter with an odd number of weights',
  })),
  'command-line-kind': row('undocumented', (call: string) => ({
    what: call,
    why: 'only the kind "windows" is documented',
    instead: 'write "windows"',
  })),
  'user-agent-target': row('undocumented', (call: string) => ({
    what: `${call} of a text alone`,
    why: 'what it looks for is not documented',
    instead: 'write "browser", "os" or "device" as its second argument',
  })),
  'last-bool': row('undocumented', (call: string) => ({
    what: call,
    why: 'a bool is documented only as its last argument',
  })),
  'pairs-needed': row('unsupported-form', (call: string) => ({
    what: call,
    why: 'names and values must come in pairs',
  })),
  'around-types': row('type-mismatch', (call: string) => ({
    what: call,
    why: 'it takes numbers, or times and a timespan',
  })),
  'range-types': row('type-mismatch', (call: string) => ({
    what: call,
    why: 'the types of its ends and its step do not match',
  })),
  'unknown-part': row('unsupported-form', (call: string, part: string) => ({
    what: call,
    why: `${JSON.stringify(part)} is not a known part`,
  })),
  'unknown-zone': row('unsupported-form', (call: string, zone: string) => ({
    what: call,
    why: `${JSON.stringify(zone)} is not a known time zone`,
  })),
  'unit-names': row('unsupported-form', (call: string, units: readonly string[]) => ({
    what: call,
    why: `its units must be literals, each one of ${units.join(', ')}`,
  })),
  'regex-problem': row('unsupported-regex', (call: string, problem: string, escaped?: string) => ({
    what: call,
    why: `its regular expression ${problem}`,
    instead: escaped === undefined ? undefined : `write @"${escaped.replaceAll('"', '""')}"`,
  })),
  'regex-look-around': row('invalid-argument', (call: string, problem: string) => ({
    says: `the regular expression of ${call} ${problem}`,
  })),
  'mixed-values': row('invalid-argument', (_call: string, types: readonly string[]) => ({
    says: `values of different types: ${types.join(', ')}`,
    instead: 'convert them to one type',
  })),
  'window-offset': row('invalid-argument', (call: string) => ({ says: `${call} needs an offset other than 0` })),
  'extract-all-constant': row('invalid-argument', (_call: string) => ({
    says: 'the regular expression of extract_all must be a constant',
  })),
  'extract-all-groups': row('invalid-argument', (_call: string, count: number) => ({
    says: `extract_all needs 1 to 16 capture groups in its regular expression, not ${count}`,
  })),
  'time-format': row('invalid-argument', (_call: string, format: string, problem: string) => ({
    says: `the format ${JSON.stringify(format)}: ${problem}`,
  })),
}
