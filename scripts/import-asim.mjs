/**
 * Rewrites packages/schemas/data/asim.txt from a listing of the Advanced Security Information Model: a JSON object
 * { schemas: { NAME: { columns, aliases } }, functions: [{ name, schema, parameters, variants }] }.
 *
 *     node scripts/import-asim.mjs LISTING.json
 */
import { readFileSync, writeFileSync } from 'node:fs'

const header = [
  '# The Advanced Security Information Model (ASIM): schemas, and the functions of Microsoft Sentinel that return them.',
  '# Sources: the schema reference of Microsoft Learn, the native ASIM tables of the Log Analytics reference, and the signatures',
  '# of the unifying parsers in Azure/Azure-Sentinel, whose older parameters follow the present ones.',
  '# schema NAME, then its columns as name:type, where no type means string. alias SCHEMA, then aliases of one column each.',
  '# function NAME SCHEMA, then its parameters as name:type=default.',
]

const { schemas, functions } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const lines = Object.entries(schemas).flatMap(([name, { columns, aliases }]) => {
  const written = Object.entries(columns).map(([column, type]) => (type === 'string' ? column : `${column}:${type}`))
  const simple = Object.entries(aliases).filter(
    ([alias, columnsOf]) => columnsOf.length === 1 && columns[alias] && columns[alias] === columns[columnsOf[0]],
  )
  return [
    ['schema', name, ...written].join(' '),
    ...(simple.length > 0
      ? [['alias', name, ...simple.map(([alias, [column]]) => `${alias}=${column}`)].join(' ')]
      : []),
  ]
})
const signatures = functions.map(({ name, schema, parameters, variants = [] }) => {
  const known = new Map(
    [parameters, ...variants.map(one => one.parameters)]
      .flat()
      .map(one => [one.name, one])
      .reverse(),
  )
  const names = new Set([parameters, ...variants.map(one => one.parameters)].flat().map(one => one.name))
  const written = [...names].map(own => known.get(own)).map(one => `${one.name}:${one.type}=${one.default}`)
  return ['function', name, schema, ...written].join(' ')
})
writeFileSync(
  new URL('../packages/schemas/data/asim.txt', import.meta.url),
  `${[...header, ...lines, ...signatures].join('\n')}\n`,
)
