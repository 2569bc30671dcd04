import { showHeader } from './figure-table.mjs'
import { showLogFigures } from './log-figures.mjs'

showHeader()
await showLogFigures()
