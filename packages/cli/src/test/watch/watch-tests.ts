import { named } from '@tripline/files'
import type { TestReport } from '@tripline/replay'
import { readFilter } from '../../command-line/option-values.ts'
import { type ExitCode, exitCodes } from '../../process/exit-codes.ts'
import type { Io } from '../../process/io.ts'
import { openKeys } from '../../process/keys.ts'
import { showDiagnostics } from '../../views/diagnostics.human.ts'
import {
  clearScreen,
  endTyping,
  showKeys,
  showNoneFailed,
  showTyping,
  showWatching,
} from '../../views/test-watch.human.ts'
import { watchChanges } from './watch-changes.ts'
import { keyPressed, type WatchAction, type WatchMode } from './watch-mode.ts'

/** What to run next. */
export interface Rerun {
  /** A regular expression for the path of the rule and the name of the case. */
  readonly filter: string
  /** Whether cases are replayed whose inputs have not changed. */
  readonly fresh: boolean
  /** The files that changed, as paths from the watched folder. */
  readonly changed: readonly string[]
}

export interface Watched {
  /** The folder of the project. */
  readonly root: string
  /** Of the command line. */
  readonly filter: string
  /** Whether the runs themselves write to that path from the root. */
  readonly isOwn: (path: string) => boolean
}

/** Runs tests, and again whenever a file changes or a key asks for it, until the user ends it. */
export async function watchTests(
  { root, filter, isOwn }: Watched,
  run: (rerun: Rerun) => Promise<TestReport>,
  io: Io,
): Promise<ExitCode> {
  let mode: WatchMode = { kind: 'running' }
  let pattern = filter
  let report: TestReport | undefined
  let start = (_: Rerun): void => {}
  let end = (): void => {}

  const begin = (rerun: Rerun): void => {
    mode = { kind: 'running' }
    // The run will see them.
    changes.take()
    start(rerun)
  }
  const runIfChanged = (): void => {
    const changed = mode.kind === 'waiting' ? changes.take() : []
    if (changed.length > 0) begin({ filter: pattern, fresh: false, changed })
  }
  const actions: Readonly<Record<WatchAction, (typed: string) => void>> = {
    all() {
      pattern = filter
      begin({ filter, fresh: true, changed: [] })
    },
    failed() {
      const failed = failedCases(report)
      if (failed === undefined) showNoneFailed(io)
      else begin({ filter: failed, fresh: true, changed: [] })
    },
    pattern(typed) {
      const wanted = typed === '' ? filter : typed
      const { value, diagnostics } = readFilter(wanted)
      showDiagnostics(diagnostics, io)
      if (!value) return
      pattern = wanted
      begin({ filter: wanted, fresh: false, changed: [] })
    },
    help: () => showKeys(io),
    end: () => end(),
  }
  const onKey = (key: string): void => {
    const pressed = keyPressed(mode, key)
    if (pressed.mode.kind === 'typing') showTyping(pressed.mode.line, io)
    else if (mode.kind === 'typing') endTyping(io)
    mode = pressed.mode
    if (pressed.action) actions[pressed.action](pressed.pattern ?? '')
    runIfChanged()
  }

  const ended = Promise.race([io.interrupted(), new Promise<void>(resolve => (end = resolve))])
  using changes = watchChanges(named(root), isOwn, runIfChanged)
  using keys = openKeys(io, onKey)
  const loop = async (): Promise<void> => {
    for (let next: Rerun = { filter, fresh: false, changed: [] }; ; clearScreen(io)) {
      report = await run(next)
      showWatching(root, keys !== undefined, io)
      next = await new Promise<Rerun>(resolve => {
        start = resolve
        mode = { kind: 'waiting' }
        runIfChanged()
      })
    }
  }
  await Promise.race([ended, loop()])
  return exitCodes.ok
}

/** A regular expression that matches the cases that did not pass; undefined if all did. */
function failedCases(report: TestReport | undefined): string | undefined {
  const failed = report?.cases.filter(({ status }) => status !== 'passed') ?? []
  if (failed.length === 0) return undefined
  const names = failed.map(one => `${one.rule} ${one.case}`.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return `^(?:${names.join('|')})$`
}
