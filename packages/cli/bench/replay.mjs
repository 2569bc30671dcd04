/** All that replaying takes, a line per figure. `--rules N` makes everything smaller than a pack of 1,000 rules needs. */
import { showHeader } from './figure-table.mjs'
import { showLogFigures } from './log-figures.mjs'
import { showPackFigures } from './pack-figures.mjs'
import { showSharedFigures } from './shared-figures.mjs'

showHeader()
await showPackFigures()
await showSharedFigures()
await showLogFigures()
