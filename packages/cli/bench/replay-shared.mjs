import { showHeader } from './figure-table.mjs'
import { showSharedFigures } from './shared-figures.mjs'

showHeader()
await showSharedFigures()
