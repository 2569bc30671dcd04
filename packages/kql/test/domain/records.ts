import { readdirSync, readFileSync } from 'node:fs'
import { load } from 'js-yaml'

/** What the documentation says about a name's arguments: statements by parameter, then by its edges. */
export interface DomainRecord {
  /** The page of the documentation that the statements are from. */
  readonly page: string
  /** Another name whose cells of the same name apply, and what says so. */
  readonly like?: readonly { readonly name: string; readonly says: string }[]
  readonly statements: ReadonlyMap<string, ReadonlyMap<string, string>>
}

const root = new URL('../../src/functions/', import.meta.url)

type Parsed = Readonly<Record<string, Readonly<Record<string, string | Readonly<Record<string, string>>>>>>

const reserved = new Set(['page', 'like'])

/** The records of every family (`functions/FAMILY/FAMILY.domain.yaml`) by name. */
export function domainRecords(): ReadonlyMap<string, DomainRecord> {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.domain.yaml'))
  const parsed = files.flatMap(file => Object.entries(load(readFileSync(new URL(file, root), 'utf8')) as Parsed))
  return new Map(parsed.map(([name, record]) => [name, recordOf(name, record)]))
}

function recordOf(name: string, record: Parsed[string]): DomainRecord {
  const { page, like } = record
  if (typeof page !== 'string') throw new Error(`the domain of ${name} names no page`)
  const statements = Object.entries(record).flatMap(([parameter, says]) =>
    reserved.has(parameter) || typeof says === 'string'
      ? []
      : [[parameter, new Map(Object.entries(says).flatMap(statement))] as const],
  )
  return {
    page,
    like: Object.entries(like ?? {}).map(([name, says]) => ({ name, says })),
    statements: new Map(statements),
  }
}

/** `null, real nan: …` states the same about several edges. */
const statement = ([edges, says]: [string, string]): (readonly [string, string])[] =>
  edges.split(/,\s*/).map(edge => [edge, says] as const)
