import { constantOf, type Expression } from '../../plan/expression.ts'
import { type Sql, sql, text } from '../../sql/sql.ts'
import type { Cell } from '../../world/dataset.ts'

/** A chain of constant keys and indices into a dynamic that the database's JSON paths can express: `a.b[0]`. */
export interface DynamicPath<Root> {
  readonly root: Root
  readonly path: string
}

/** Keys that the database's JSON paths accept verbatim in quotes. */
const plainKey = /^[^"\\*]+$/

/** Keys that need no quotes, which would cost time in every row, and are not array indices. */
const bareKey = /^[a-z_]\w*$/i
const bareKeys = /^\$(\.[a-z_]\w*)+$/i

const isIndex = (index: Cell | undefined): index is bigint =>
  typeof index === 'bigint' && index >= -(2n ** 31n) && index < 2n ** 31n

const steps: Readonly<Record<string, (key: Cell | undefined) => string | undefined>> = {
  dynamic_key: key => {
    if (typeof key !== 'string' || !plainKey.test(key)) return undefined
    return bareKey.test(key) ? `.${key}` : `."${key}"`
  },
  dynamic_index: index => (isIndex(index) ? `[${index}]` : undefined),
}

/** The path that an expression follows; undefined if no path can express it. */
export function dynamicPath(expression: Expression): DynamicPath<Expression> | undefined {
  if (expression.op !== 'call') return undefined
  const [subject, key] = expression.args
  const step = subject?.type === 'dynamic' ? steps[expression.name]?.(constantOf(key)) : undefined
  if (step === undefined) return undefined
  const { root, path } = dynamicPath(subject!) ?? { root: subject!, path: '$' }
  return { root, path: path + step }
}

/** The dynamic and the constant key of `dynamic.key`, if a path can express it. */
export function keyRead(expression: Expression): { readonly subject: Expression; readonly key: string } | undefined {
  if (expression.op !== 'call' || expression.name !== 'dynamic_key' || !dynamicPath(expression)) return undefined
  const [subject, key] = expression.args
  return { subject: subject!, key: constantOf(key) as string }
}

/** The text that `split(text, delimiter)[index]` splits, if the database splits it in the same way. */
export function partOf(
  expression: Expression,
): { readonly split: readonly Expression[]; readonly index: bigint } | undefined {
  if (expression.op !== 'call' || expression.name !== 'dynamic_index') return undefined
  const [list, index] = expression.args
  if (list?.op !== 'call' || list.name !== 'split' || list.args.length > 2) return undefined
  const part = constantOf(index)
  const alike = list.args.every(arg => arg.type === 'string') && Boolean(constantOf(list.args[1]))
  return alike && isIndex(part) ? { split: list.args, index: part } : undefined
}

/** The path as the database takes it. Bare keys become a JSON pointer, which it follows fastest. */
const written = (path: string): Sql => text(bareKeys.test(path) ? path.slice(1).replaceAll('.', '/') : path)

/** The JSON at a path; a JSON null is its text. */
export const jsonAt = ({ root, path }: DynamicPath<Sql>): Sql =>
  sql`CAST(json_extract(${root}, ${written(path)}) AS VARCHAR)`

/** The text at a path; null if it is missing or a JSON null. */
export const textOrNullAt = ({ root, path }: DynamicPath<Sql>): Sql =>
  sql`json_extract_string(${root}, ${written(path)})`

/** ASCII characters that do not occur in numbers. */
const notNumeric = /(?=[ -~])[^-+.\deinfaty]/i

/** Whether a constant cannot be part of a number's text, so that the spelling of numbers compared with it does not matter. */
export const isNonNumeric = (expression: Expression): boolean =>
  expression.op === 'literal' &&
  expression.type === 'string' &&
  (expression.value === '' || notNumeric.test(String(expression.value)))
