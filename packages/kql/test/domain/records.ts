import { readdirSync, readFileSync } from 'node:fs'
import { load } from 'js-yaml'
import type { TabularParameter } from './tabular-parameter.ts'

/** What the documentation says about a name's arguments: statements by parameter, then by its edges. */
export interface DomainRecord {
  /** The page of the documentation that the statements are from. */
  readonly page: string
  /** Another name whose cells of the same name apply, and what says so. */
  readonly like?: readonly { readonly name: string; readonly says: string }[]
  /** Of a tabular operator or plugin: the parser describes the others. */
  readonly parameters: Readonly<Record<string, TabularParameter>>
  readonly statements: ReadonlyMap<string, ReadonlyMap<string, string>>
}

const root = new URL('../../src/', import.meta.url)

type Statements = Readonly<Record<string, string>>

interface Parsed {
  readonly page?: string
  readonly like?: Statements
  readonly parameters?: DomainRecord['parameters']
}

const reserved = new Set(['page', 'like', 'parameters'])

/** The records of every family (`FAMILY.domain.yaml`) below `functions/` or `lower/`, by name. */
export function domainRecords(
  folder: 'functions' | 'lower',
): ReadonlyMap<string, DomainRecord & { readonly family: string }> {
  const files = readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
  return new Map(
    files
      .filter(file => file.endsWith('.domain.yaml'))
      .flatMap(file => {
        const family = /(\w[\w-]*)\.domain\.yaml$/.exec(file)![1]!
        const parsed = load(readFileSync(new URL(`${folder}/${file}`, root), 'utf8')) as Readonly<
          Record<string, Parsed>
        >
        return Object.entries(parsed).map(([name, record]) => [name, { ...recordOf(name, record), family }] as const)
      }),
  )
}

function recordOf(name: string, record: Parsed): DomainRecord {
  const { page, like, parameters = {} } = record
  if (typeof page !== 'string') throw new Error(`the domain of ${name} names no page`)
  const statements = Object.entries(record as Readonly<Record<string, Statements>>).flatMap(([parameter, says]) =>
    reserved.has(parameter) ? [] : [[parameter, new Map(Object.entries(says).flatMap(statement))] as const],
  )
  return {
    page,
    like: Object.entries(like ?? {}).map(([name, says]) => ({ name, says })),
    parameters,
    statements: new Map(statements),
  }
}

/** `null, real nan: …` states the same about several edges. */
const statement = ([edges, says]: [string, string]): (readonly [string, string])[] =>
  edges.split(/,\s*/).map(edge => [edge, says] as const)
