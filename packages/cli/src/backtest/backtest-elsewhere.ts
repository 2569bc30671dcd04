import type { Diagnosed } from '@tripline/diagnostics'
import { overOwnData } from '@tripline/engines'
import { severalAtOnce } from '@tripline/replay'
import { environmentFor } from '@tripline/rules'
import type { RemoteChoice } from '../engines/engine-choice.ts'
import { openRemoteEngine } from '../engines/open-remote-engine.ts'
import type { Io } from '../process/io.ts'
import type { ProjectContext } from '../project/command-context.ts'
import type { OpenBacktest } from './backtest.ts'
import { backtestRuleWith } from './backtest-rule-with.ts'

/** As many as Log Analytics takes. */
const atOnce = 5

/** Backtests over what an engine elsewhere has. */
export function openElsewhere(choice: RemoteChoice, context: ProjectContext, io: Io): Diagnosed<OpenBacktest> {
  const { value: remote, diagnostics } = openRemoteEngine(choice, context, io)
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
    close: remote.close,
  }
  return { value, diagnostics }
}
