import { defineCheck } from '../checking/check.ts'
import { mappedColumns } from '../checking/mapped-columns.ts'
import { alertingKinds } from '../document/rule.ts'

export const columnNameForm = defineCheck({
  id: 'column-name-form',
  severity: 'error',
  kinds: alertingKinds,
  says: (column: string) => `Sentinel takes only letters, digits and _ in the name of a mapped column, not ${column}`,
  fix: () => 'give the column such a name in the query',
  *run(rule) {
    for (const column of mappedColumns(rule)) {
      if (!/^[a-zA-Z_]\w*$/.test(column.value)) yield this.at(column, column.value)
    }
  },
})
