import { colourful, type Palette, plain } from '@tripline/diagnostics'
import type { Io, Output } from '../process/io.ts'

/** Colours on a terminal, unless its user wants none (no-color.org). */
export const paletteOf = ({ isTerminal }: Output, { env }: Io): Palette =>
  isTerminal && !env.NO_COLOR && env.TERM !== 'dumb' ? colourful : plain
