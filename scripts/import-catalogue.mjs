/**
 * Rewrites packages/schemas/data/tables.txt from a listing of Log Analytics tables: a JSON object
 * { "<Table>": { "<Column>": "<type>", … }, … }, columns in the order in which queries see them.
 *
 *     node scripts/import-catalogue.mjs LISTING.json
 */
import { readFileSync, writeFileSync } from 'node:fs'

const groups = {
  '+record': ['TenantId', 'TimeGenerated:datetime', 'Type', 'SourceSystem', '_BilledSize:real', '_IsBillable'],
  '+resource': ['_ResourceId', '_SubscriptionId'],
}

const header = [
  '# Log Analytics tables, one a line: name, then its columns as name:type, where no type means string.',
  '# A line that opens with groups lists its own columns; all of them together stand in alphabetical order,',
  '# case and a leading underscore aside. Columns of a line without groups stand as written.',
  ...Object.entries(groups).map(([name, columns]) => `${name} ${columns.join(' ')}`),
]

const listing = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const lines = Object.entries(listing).map(([table, columns]) => `${table} ${encode(columns).join(' ')}`)
writeFileSync(new URL('../packages/schemas/data/tables.txt', import.meta.url), `${[...header, ...lines].join('\n')}\n`)

function encode(columns) {
  const all = Object.entries(columns).map(([name, type]) => (type === 'string' ? name : `${name}:${type}`))
  const named = Object.keys(groups).filter(group => groups[group].every(column => all.includes(column)))
  const shared = named.flatMap(group => groups[group])
  const own = all.filter(column => !shared.includes(column))
  return named.length > 0 && alphabetical([...shared, ...own]).join() === all.join() ? [...named, ...own] : all
}

function alphabetical(columns) {
  const keys = columns.map(column => [column.replace(/:.*/, '').replace(/^_/, '').toLowerCase(), column])
  return keys.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, column]) => column)
}
