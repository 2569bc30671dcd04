/** What the terminal is doing while tests are watched. */
export type WatchMode =
  | { readonly kind: 'running' }
  | { readonly kind: 'waiting' }
  /** The user is typing a pattern. */
  | { readonly kind: 'typing'; readonly line: string }

/** What a key asks for. */
export type WatchAction = 'all' | 'failed' | 'pattern' | 'help' | 'end'

/** What follows from a key. */
export interface KeyPressed {
  readonly mode: WatchMode
  readonly action?: WatchAction
  /** Of the action `pattern`. */
  readonly pattern?: string
}

const waiting: WatchMode = { kind: 'waiting' }

/** The keys that work while nothing runs, and what they do in the help. */
export const watchKeys: Readonly<Record<string, { readonly what: string; readonly pressed: KeyPressed }>> = {
  a: { what: 'run all cases again', pressed: { mode: waiting, action: 'all' } },
  f: { what: 'run the cases that did not pass', pressed: { mode: waiting, action: 'failed' } },
  p: { what: 'run the cases that match a pattern', pressed: { mode: { kind: 'typing', line: '' } } },
  h: { what: 'show this help', pressed: { mode: waiting, action: 'help' } },
  q: { what: 'quit', pressed: { mode: waiting, action: 'end' } },
}

const ctrlC = '\u0003'
const escapeKey = '\u001b'
const enter = new Set(['\r', '\n'])
const erase = new Set(['\u007f', '\b'])

/** What a key does in a mode; keys without a meaning do nothing. */
export function keyPressed(mode: WatchMode, key: string): KeyPressed {
  if (key === ctrlC) return { mode, action: 'end' }
  if (mode.kind === 'typing') return typed(mode.line, key) ?? { mode }
  if (mode.kind === 'running') return key === 'q' ? { mode, action: 'end' } : { mode }
  return (Object.hasOwn(watchKeys, key) ? watchKeys[key] : undefined)?.pressed ?? { mode }
}

function typed(line: string, key: string): KeyPressed | undefined {
  if (enter.has(key)) return { mode: waiting, action: 'pattern', pattern: line }
  if (key === escapeKey) return { mode: waiting }
  if (erase.has(key)) return { mode: { kind: 'typing', line: [...line].slice(0, -1).join('') } }
  return /^\p{C}/u.test(key) ? undefined : { mode: { kind: 'typing', line: line + key } }
}
