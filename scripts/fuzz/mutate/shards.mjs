/** What a terminal or a CI runner would obey or hide. */
export const hostileTexts = [
  '\u0000',
  '\u001b[31m',
  '\u001b]0;title\u0007',
  '\u009b2J',
  '\r',
  '\ufeff',
  '\u202e',
  '\u2066',
  '\u200f',
  '\u2028',
  '\u0085',
  '\n::error::x',
  '\n::set-output name=a::b',
  '##vso[task.setvariable variable=a]b',
  '##[command]x',
  '\ud800',
  '\u{1f4a3}',
  '\u0301\u0301\u0301',
]

/** Numbers at and beyond the limits of their types. */
export const hostileNumbers = [
  '0',
  '-1',
  '-0',
  '1e308',
  '1e999',
  '1e-400',
  '.5',
  '0x7fffffffffffffff',
  '0o17',
  '9007199254740993',
  '9223372036854775807',
  '9223372036854775808',
  '-9223372036854775809',
  '340282366920938463463374607431768211456',
  '1_000',
  '.nan',
  '.inf',
  'NaN',
  'Infinity',
  '1'.repeat(400),
]

/** Invalid or absurd times and durations. */
export const hostileTimes = [
  '0000-00-00',
  '0001-01-01T00:00:00Z',
  '2026-02-30T00:00:00Z',
  '9999-12-31T23:59:59.9999999Z',
  '10000-01-01',
  '2026-03-02T24:00:00Z',
  '2026-03-02T10:00:60Z',
  '2026-03-02T10:00:00+99:99',
  '2026-03-02 10:00',
  '1d',
  '0s',
  '-1h',
  '99999999999d',
  'P1Y',
  'PT0S',
  'P99999999999D',
  'PT1H1H',
  '1.5h',
  '365000d',
]

/** Names of JavaScript's built-in properties. */
export const inheritedNames = [
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'toString',
  'prototype',
  '__defineGetter__',
]

/** Paths that lead outside the project. */
export const hostilePaths = [
  '..',
  '../canary/secret.txt',
  '/etc/passwd',
  '/dev/zero',
  '/dev/stdin',
  'a\u0000b',
  './././detections',
  'C:\\Windows',
  'file:///etc/passwd',
  `${'long/'.repeat(60)}x`,
  'x'.repeat(300),
  '',
  '.',
]
