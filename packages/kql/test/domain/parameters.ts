import type { ColumnType } from '@tripline/schemas'
import { Language, Symbols, toArray } from '../../src/frontend/parser.ts'
import type { CallKind } from '../../src/functions/registry.ts'
import { operatorParameters } from './operator-parameters.ts'

/** A parameter of a function, over all its signatures: which types it takes, and what arguments may be. */
export interface Parameter {
  readonly name: string
  readonly types: readonly ColumnType[]
  /** Only a constant is accepted. */
  readonly constant: boolean
}

/** A way to call a function: the parameters of its arguments, and how many of the last ones repeat. */
export interface Signature {
  readonly parameters: readonly Parameter[]
  readonly least: number
  readonly most: number
}

const numbers = ['long', 'real', 'decimal'] as const
const times = ['datetime', 'timespan'] as const

/** Every type, an int counted as a long. */
const scalarTypes: readonly ColumnType[] = ['bool', ...numbers, 'string', ...times, 'guid', 'dynamic']
const notDynamic = scalarTypes.filter(type => type !== 'dynamic')

/** What the parser's kinds of parameters take; an unknown kind fails the test. */
const typesByKind: Readonly<Record<string, readonly ColumnType[]>> = {
  Scalar: scalarTypes,
  NotDynamic: notDynamic,
  CommonScalar: notDynamic,
  CommonScalarOrDynamic: scalarTypes,
  Orderable: notDynamic.filter(type => type !== 'bool'),
  CommonOrderable: notDynamic.filter(type => type !== 'bool'),
  Summable: [...numbers, ...times],
  Number: numbers,
  Integer: ['long'],
  NumberOrBool: [...numbers, 'bool'],
  NotRealOrBool: scalarTypes.filter(type => type !== 'real' && type !== 'bool'),
  StringOrDynamic: ['string', 'dynamic'],
  StringOrArray: ['string', 'dynamic'],
  IntegerOrArray: ['long', 'dynamic'],
  DynamicArray: ['dynamic'],
  DynamicBag: ['dynamic'],
}

interface ParsedParameter {
  readonly Name: string
  readonly TypeKind: number
  readonly DeclaredTypes: Parameters<typeof toArray>[0]
  readonly ArgumentKind: number
  readonly MaxOccurring: number
}

let kinds: ReadonlyMap<number, string>

function typesOf({ Name, TypeKind, DeclaredTypes }: ParsedParameter): readonly ColumnType[] {
  kinds ??= new Map(Object.entries(Symbols.ParameterTypeKind as never).map(([name, kind]) => [kind as number, name]))
  const declared = toArray<{ Name: string }>(DeclaredTypes as never).map(type => type.Name)
  if (declared.length > 0)
    return declared.flatMap(type => (type === 'type' ? [] : [(type === 'int' ? 'long' : type) as ColumnType]))
  const types = typesByKind[kinds.get(TypeKind)!]
  if (!types) throw new Error(`parameter ${Name}: no types for the kind ${kinds.get(TypeKind)}`)
  return types
}

interface ParsedSignature {
  readonly Parameters: unknown
  readonly MinArgumentCount: number
  readonly MaxArgumentCount: number
}

/** Literals and constants. */
const constantKinds = new Set([8, 9, 10])

/**
 * The signatures of a name that queries call; none for an internal step of an operator. A parameter takes the types of all its
 * namesakes.
 */
export function signatures(name: string, kind: CallKind): readonly Signature[] {
  const operator = operatorParameters[name]
  if (operator) return [operator]
  const known: readonly { Name: string; Signatures: unknown }[] = toArray(
    kind === 'aggregate' ? Language.Aggregates.All : Language.Functions.All,
  )
  const found = known.find(({ Name }) => Name === name)
  const parsed = toArray<ParsedSignature>((found?.Signatures ?? []) as never).map(signature => ({
    least: signature.MinArgumentCount,
    most: signature.MaxArgumentCount,
    parameters: toArray<ParsedParameter>(signature.Parameters as never),
  }))
  const types = new Map<string, Set<ColumnType>>()
  for (const parameter of parsed.flatMap(({ parameters }) => parameters))
    types.set(parameter.Name, new Set([...(types.get(parameter.Name) ?? []), ...typesOf(parameter)]))
  return parsed.map(({ parameters, least, most }) => ({
    parameters: parameters.map(({ Name, ArgumentKind }) => ({
      name: Name,
      types: [...types.get(Name)!],
      constant: constantKinds.has(ArgumentKind),
    })),
    least,
    most,
  }))
}

/** The parameter of each argument of a call with so many; parameters at the end repeat in turn, as in `bag_pack`. */
export function parametersOf({ parameters, most }: Signature, count: number): readonly Parameter[] {
  const repeating = most > parameters.length
  const isCase = parameters.at(-1)?.name === 'else' && repeating
  const turn = isCase ? parameters.slice(0, -1) : parameters[0]?.name === 'key' ? parameters : parameters.slice(-1)
  const fixed = parameters.length - turn.length - (isCase ? 1 : 0)
  return Array.from({ length: count }, (_, index) => {
    if (!repeating) return parameters[index]!
    if (isCase && index === count - 1) return parameters.at(-1)!
    return index < fixed ? parameters[index]! : turn[(index - fixed) % turn.length]!
  })
}
