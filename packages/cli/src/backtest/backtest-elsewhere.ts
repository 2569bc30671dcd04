import type { Diagnosed } from '@tripline/diagnostics'
import { overOwnData } from '@tripline/engines'
import { severalAtOnce } from '@tripline/replay'
import { environmentFor } from '@tripline/rules'
import { addressOf, type RemoteChoice } from '../engines/engine-choice.ts'
import { openRemoteEngine } from '../engines/open-remote-engine.ts'
import type { Io } from '../process/io.ts'
import type { ProjectContext } from '../project/command-context.ts'
import type { OpenBacktest } from './backtest.ts'
import { backtestRuleWith } from './backtest-rule-with.ts'
import { estimateBacktest } from './estimate-backtest.ts'

/** As many as Log Analytics takes. */
const atOnce = 5

/** Backtests over what an engine elsewhere has. */
export function openElsewhere(choice: RemoteChoice, context: ProjectContext, io: Io): Diagnosed<OpenBacktest> {
  const { value: address, diagnostics: unknown } = addressOf(choice, context.project)
  if (!address) return { diagnostics: unknown }
  const { value: remote, diagnostics } = openRemoteEngine(address, context, io)
  if (!remote) return { diagnostics }
  const answers = severalAtOnce(overOwnData(remote), atOnce)
  const value: OpenBacktest = {
    async backtest(rule, settings) {
      const { catalogue, ...world } = environmentFor(rule, context.world)
      const source = { answers, stateOf: () => remote.name, dataset: { tables: [], ...world }, catalogue }
      const made = await backtestRuleWith(rule, source, settings)
      const backtests = made.value?.map(backtest => ({ ...backtest, scanned: [] }))
      return { ...(backtests && { value: backtests }), diagnostics: made.diagnostics }
    },
    estimate: extent => estimateBacktest(extent, remote, address.kind, context.world),
    close: remote.close,
  }
  return { value, diagnostics }
}
