import type { Cell } from '../world/dataset.ts'
import type { Operand } from './operands.ts'
import type { SilenceKind } from './rows-explained.ts'

/** The values of operands in one row; those that cannot be shown are missing. */
export type RowValues = (operand: Operand) => Cell | undefined

export const isEmptyCell = (cell: Cell | undefined): boolean => cell === null || cell === ''

/** Functions that have no result for a text or value that they cannot read, and what is then wrong with it. */
const unreadable: Readonly<Record<string, SilenceKind>> = {
  ...kind('parse', ['extract', 'extract_all', 'extractjson', 'extract_json', 'parse_text', 'text_at', 'group_at']),
  ...kind('parse', [
    'group_or_text_at',
    'parse_rest',
    'split',
    'parse_url',
    'parse_urlquery',
    'parse_path',
    'parse_csv',
  ]),
  ...kind('parse', ['parse_user_agent', 'parse_version', 'parse_command_line', 'parse_xml', 'parse_kv', 'substring']),
  ...kind('type', ['toint', 'tolong', 'todouble', 'toreal', 'todecimal', 'todatetime', 'totimespan', 'tobool']),
  ...kind('type', [
    'toboolean',
    'toguid',
    'parsed_bool',
    'make_datetime',
    'parse_ipv4',
    'parse_ipv6',
    'ipv4_is_private',
  ]),
  ...kind('type', ['parse_json', 'parsejson', 'todynamic', 'toobject', 'base64_decode_tostring', 'datetime_part']),
}

function kind(meaning: SilenceKind, names: readonly string[]): Record<string, SilenceKind> {
  return Object.fromEntries(names.map(name => [name, meaning]))
}

const jsonReaders: ReadonlySet<string> = new Set(['parse_json', 'parsejson', 'todynamic', 'toobject'])

/** Where a value was lost. */
export interface Loss {
  readonly kind: SilenceKind
  /** The value that yields nothing. */
  readonly operand: Operand
  /** The function that could not read it. */
  readonly reader?: string
}

/** Why an operand is empty: the first step at which something becomes nothing, or a column that is empty itself. */
export function lossOf(operand: Operand, values: RowValues): Loss {
  const { expression, from } = operand
  const hollow = from.find(source => isHollow(source, values))
  if (hollow) return lossOf(hollow, values)
  const source = from[0]
  if (!source) return { kind: 'null', operand }
  if (expression.op === 'groups') return { kind: 'parse', operand: source }
  const broken = unparsed(source, values)
  if (broken) return broken
  const name = expression.op === 'call' ? expression.name : ''
  const kind = unreadable[name]
  return kind
    ? { kind, operand: source, reader: name }
    : { kind: 'null', operand: expression.op === 'call' ? operand : source }
}

/** Whether an operand is empty, or cannot be shown and may be. */
const isHollow = (operand: Operand, values: RowValues): boolean => {
  const value = values(operand)
  return value === undefined ? operand.from.length > 0 : isEmptyCell(value)
}

/** JSON that cannot be read becomes a string, which has neither keys nor elements. */
function unparsed(operand: Operand, values: RowValues): Loss | undefined {
  const { expression, from } = operand
  if (expression.type !== 'dynamic') return undefined
  const value = values(operand)
  if (typeof value !== 'string' || !value.startsWith('"')) return undefined
  if (expression.op === 'call' && jsonReaders.has(expression.name) && from[0]) {
    return { kind: 'type', operand: from[0], reader: expression.name }
  }
  for (const source of from) {
    const loss = unparsed(source, values)
    if (loss) return loss
  }
  return undefined
}
