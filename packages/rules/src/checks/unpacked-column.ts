import { defineLint } from '../checking/lint.ts'

export const unpackedColumn = defineLint({
  id: 'unpacked-column',
  severity: 'warning',
  among: ({ dataNames }) => dataNames,
  says: ({ name }) => `the column ${name} only exists if the data contains it; otherwise the run fails`,
  fix: ({ name, type = 'string' }) => `use column_ifexists("${name}", ${type === 'string' ? '""' : `${type}(null)`})`,
})
