import { defineLint } from '../checking/lint.ts'

export const unpackedColumn = defineLint({
  id: 'unpacked-column',
  severity: 'warning',
  among: ({ dataNames }) => dataNames,
  says: ({ name }) => `whether there is a column ${name} depends on the rows of a run; without it the run fails`,
  fix: ({ name }) => `column_ifexists("${name}", "")`,
})
