import { showAnswerFigures } from './answer-figures.mjs'
import { showBacktestFigures } from './backtest-figures.mjs'
import { showHeader } from './figure-table.mjs'

showHeader()
await showBacktestFigures()
await showAnswerFigures()
