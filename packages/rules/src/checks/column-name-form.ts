import { defineCheck } from '../checking/check.ts'
import { mappedColumns } from '../checking/mapped-columns.ts'
import { analyticsKinds } from '../document/rule.ts'

export const columnNameForm = defineCheck({
  id: 'column-name-form',
  severity: 'error',
  kinds: analyticsKinds,
  says: (column: string) => `${column} is not a valid name for a mapped column; Sentinel accepts letters, digits and _`,
  fix: () => 'rename the column in the query',
  *run(rule) {
    for (const column of mappedColumns(rule)) {
      if (!/^[a-zA-Z_]\w*$/.test(column.value)) yield this.at(column, column.value)
    }
  },
})
