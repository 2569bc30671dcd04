/**
 * Rewrites packages/schemas/data/hunting.txt from a listing of the tables of advanced hunting: a JSON object
 * { tables: { NAME: { COLUMN: TYPE } } }.
 *
 *     node scripts/import-hunting.mjs LISTING.json
 */
import { readFileSync, writeFileSync } from 'node:fs'

const header = [
  '# The tables of advanced hunting in Microsoft Defender XDR, one a line: name, then its columns as name:type, where no type',
  '# means string. Source: the table pages of MicrosoftDocs/defender-docs.',
]

const { tables } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const lines = Object.entries(tables).map(([name, columns]) =>
  [name, ...Object.entries(columns).map(([column, type]) => (type === 'string' ? column : `${column}:${type}`))].join(
    ' ',
  ),
)
writeFileSync(new URL('../packages/schemas/data/hunting.txt', import.meta.url), `${[...header, ...lines].join('\n')}\n`)
