import type { Column } from '@tripline/schemas'
import { emitForms } from '../emit/query.ts'
import { binderDiagnostics } from '../findings/binder-diagnostics.ts'
import { bindQuery } from '../frontend/bind.ts'
import { bounded } from '../frontend/bounded.ts'
import type { DataSchema, DataSchemas } from '../frontend/data-schema.ts'
import { lowerQuery } from '../lower/query.ts'
import { refusable } from '../lower/refusal.ts'
import type { Question } from '../lower/stage-needed.ts'
import { rewrite } from '../passes/index.ts'
import { type PlanNode, visible, type WindowTime } from '../plan/node.ts'
import type { Sql } from '../sql/sql.ts'
import type { Cell } from '../world/dataset.ts'
import type { QueryDiagnostic } from '../world/query-diagnostic.ts'
import type { QueryWorld } from '../world/query-world.ts'
import type { StoredTable } from '../world/stored-table.ts'
import { withServiceTables } from './with-service-tables.ts'

/** A query ready to run: its SQL in the plain form and in the form that survives overflow, and its columns. */
export interface CompiledQuery {
  readonly sql: Sql
  readonly guarded: () => Sql
  readonly columns: readonly Column[]
  readonly plan: PlanNode
  /** The plan as it was lowered, with one node or more for each operator of the text. */
  readonly lowered: PlanNode
}

/** A query on the data that must run before the rest can be compiled, and the compilation that follows from its rows. */
export interface DataStage {
  readonly query: CompiledQuery
  readonly next: (rows: readonly (readonly Cell[])[]) => Compilation
}

/** A query to run, or a stage to run first, or neither; then the diagnostics say why. */
export interface Compilation {
  readonly query?: CompiledQuery
  readonly stage?: DataStage
  readonly diagnostics: readonly QueryDiagnostic[]
}

/**
 * KQL -bind-> BoundQuery -lower-> QueryPlan -rewrite-> QueryPlan -emit-> SQL. Tables that are not stored are empty. `schemas`:
 * the columns that earlier stages have determined.
 */
export function compileQuery(
  kql: string,
  world: QueryWorld,
  stored: ReadonlyMap<string, StoredTable>,
  window?: WindowTime,
  schemas: DataSchemas = new Map(),
): Compilation {
  const compilation = bounded(kql, () => compiled(kql, world, stored, window, schemas))
  return 'value' in compilation ? compilation.value : { diagnostics: [compilation.diagnostic] }
}

function compiled(
  kql: string,
  declared: QueryWorld,
  stored: ReadonlyMap<string, StoredTable>,
  window: WindowTime | undefined,
  schemas: DataSchemas,
): Compilation {
  const world = withServiceTables(kql, declared)
  const bound = bindQuery(kql, world, schemas)
  const found = binderDiagnostics(bound, world).diagnostics
  if (bound.diagnostics.some(({ severity }) => severity === 'error')) return { diagnostics: found }
  const lowered = lowerQuery(bound, world, stored, window, schemas)
  const diagnostics = [...found, ...lowered.diagnostics]
  if (lowered.plan) return { query: compilePlan(lowered.plan), diagnostics }
  const { question } = lowered
  if (!question) return { diagnostics }
  const compile = (schema: DataSchema) =>
    compileQuery(kql, declared, stored, window, new Map([...schemas, [question.site, schema]]))
  return { stage: stageOf(question, compile, diagnostics), diagnostics }
}

function compilePlan(lowered: PlanNode): CompiledQuery {
  const plan = rewrite(lowered)
  return {
    ...emitForms(plan),
    columns: visible(plan).map(({ name, type }) => ({ name, type })),
    plan,
    lowered,
  }
}

/** Compiles the rest of the query once per set of columns that the data yields. */
function stageOf(
  { plan, decide }: Question,
  compile: (schema: DataSchema) => Compilation,
  diagnostics: readonly QueryDiagnostic[],
): DataStage {
  const known = new Map<string, Compilation>()
  const next: DataStage['next'] = rows => {
    const schema = refusable(() => decide(rows))
    if ('diagnostic' in schema) return { diagnostics: [...diagnostics, schema.diagnostic] }
    const key = JSON.stringify(schema.value)
    const compilation = known.get(key) ?? compile(schema.value)
    known.set(key, compilation)
    return compilation
  }
  return { query: compilePlan(plan), next }
}
