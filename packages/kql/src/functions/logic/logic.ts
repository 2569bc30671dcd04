import { sql } from '../../sql/sql.ts'
import { convert } from '../conversion/convert.ts'
import { mixed } from '../mixed-types.ts'
import { type Family, scalar } from '../row.ts'

const isAfterCondition = (index: number): boolean => index > 0

/** Each condition of `case` is followed by its value; the last value has none. */
const isBranch = (index: number, count: number): boolean => index % 2 === 1 || index === count - 1

/** Three-valued logic, as in SQL (semantics 1.5). */
export const logicFunctions: Family = {
  rows: [
    scalar('and', ['bool', 'bool'], ([a, b]) => sql`(${a!.sql} AND ${b!.sql})`, ['1.5'], {
      passesTruth: true,
      cheap: true,
    }),
    scalar('or', ['bool', 'bool'], ([a, b]) => sql`(${a!.sql} OR ${b!.sql})`, ['1.5'], {
      passesTruth: true,
      cheap: true,
    }),
    scalar('not', ['bool'], ([a]) => sql`(NOT ${a!.sql})`, ['1.5']),
    scalar(
      ['iff', 'iif'],
      ['bool', 'result', 'result'],
      ([condition, yes, no]) => sql`CASE WHEN ${condition!.sql} THEN ${yes!.sql} ELSE ${no!.sql} END`,
      ['1.5', '1.11'],
      { alternatives: isAfterCondition, refuses: ([, ...branches]) => mixed(branches) },
    ),
    scalar(
      'case',
      ['any'],
      (operands, site) => {
        const pairs = Array.from(
          { length: (operands.length - 1) / 2 },
          (_, index) => [operands[2 * index]!, operands[2 * index + 1]!] as const,
        )
        const branches = pairs.map(
          ([condition, value]) => sql`WHEN ${condition.sql} THEN ${convert(value, site.type).sql}`,
        )
        const otherwise = convert(operands.at(-1)!, site.type)
        return sql`CASE ${branches.reduce((all, branch) => sql`${all} ${branch}`)} ELSE ${otherwise.sql} END`
      },
      ['1.5', '1.11'],
      {
        alternatives: isBranch,
        refuses: args => mixed(args.filter((_, index) => isBranch(index, args.length))),
      },
    ),
  ],
}
