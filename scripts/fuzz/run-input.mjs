import { callEach } from './call-tripline.mjs'
import { judgeCall, judgeChanges, judgeTwice, judgeUnread } from './judge.mjs'

/** Runs an input of a kind in a scratch folder and returns its failures; `twice`: also whether a second run ends the same. */
export async function runInput(kind, input, scratch, twice) {
  const first = await runOnce(kind, input, scratch)
  if (!twice || first.failures.length > 0) return first.failures
  const second = await runOnce(kind, input, scratch)
  return [...second.failures, ...judgeTwice(first.calls, second.calls)]
}

async function runOnce(kind, input, scratch) {
  const { files, subject, writes = [] } = input
  scratch.fill(files)
  const before = process.cwd()
  process.chdir(scratch.project)
  // The next input starts from here even if this one threw.
  const { calls, failures } = await (kind.run ?? callAll)(input).finally(() => process.chdir(before))
  const reason = kind.unreadable?.(Buffer.from(files[subject]), input)
  return {
    calls,
    failures: [
      ...failures,
      ...calls.flatMap(judgeCall),
      ...judgeUnread(reason, calls),
      ...judgeChanges(scratch.changes(files, writes)),
    ],
  }
}

const callAll = async ({ calls }) => ({ calls: await callEach(calls), failures: [] })
