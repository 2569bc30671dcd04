import { jsonDocument } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'
import type { TacticCoverage } from '../report/attack-coverage.ts'
import { navigatorLayer } from '../report/navigator-layer.ts'

export const showAttackLayer = (coverage: readonly TacticCoverage<string>[], { stdout }: Io): void =>
  stdout.write(jsonDocument(navigatorLayer(coverage)))
