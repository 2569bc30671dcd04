import { styleText } from 'node:util'
import type { Severity } from './diagnostic.ts'
import { Printable } from './printable.ts'

export type Paint = (text: Printable) => Printable

/** How the parts of a message are coloured; whether to colour at all is decided where the output goes. */
export interface Palette extends Readonly<Record<Severity, Paint>> {
  readonly strong: Paint
  readonly faint: Paint
}

const asItIs: Paint = text => text

export const plain: Palette = { error: asItIs, warning: asItIs, info: asItIs, strong: asItIs, faint: asItIs }

const paint =
  (format: Parameters<typeof styleText>[0]): Paint =>
  text =>
    new Printable(styleText(format, String(text), { validateStream: false }))

/** ANSI colours, whatever the terminal. */
export const colourful: Palette = {
  error: paint(['red', 'bold']),
  warning: paint(['yellow', 'bold']),
  info: paint(['blue', 'bold']),
  strong: paint('bold'),
  faint: paint('dim'),
}
