import type { Diagnostic } from '@tripline/diagnostics'
import type { AlertingRule, TestCase } from '@tripline/rules'
import { replayReport } from '../replay-report.ts'
import { countRuns } from '../run/scheduled-run.ts'
import type { OpenCase, OpenCases, Subject } from './open-case.ts'
import type { Mutant } from './rule-mutants.ts'

type MutantSubject = Subject & Pick<Mutant, 'like'>

/** Mutants that no case has noticed, and those that one has, with its name. All others do the same as the rule, or do not compile. */
export interface Fates<M extends MutantSubject> {
  readonly alive: Set<M>
  readonly killedBy: Map<M, string>
}

/** Replays cases with each mutant until one notices it. `diagnostics`: why some cases cannot be used. */
export async function replayMutants<M extends MutantSubject>(
  cases: readonly TestCase[],
  rule: AlertingRule,
  mutants: readonly M[],
  open: OpenCases,
): Promise<Fates<M> & { readonly diagnostics: readonly Diagnostic[] }> {
  const own: Subject = { rule, kql: rule.query.value }
  const fates = { alive: new Set(mutants), killedBy: new Map<M, string>() }
  const diagnostics: Diagnostic[] = []
  /** Those whose query does something else than the rule's on the data of some case. */
  const distinct = new Set(mutants.filter(({ kql }) => kql === own.kql))
  let isCompared = false
  for (const batch of batches(cases, rule)) {
    if (fates.alive.size === 0) break
    const opened = await openAll(batch, own, open)
    diagnostics.push(...opened.diagnostics)
    isCompared ||= opened.cases.length > 0
    try {
      await replayBatch(opened.cases, own, fates, distinct)
    } finally {
      await closeAll(opened.cases)
    }
  }
  if (isCompared) for (const mutant of fates.alive) if (!distinct.has(mutant)) fates.alive.delete(mutant)
  return { ...fates, diagnostics }
}

/** Cases that are open at once, and rows of one of them. */
const most = { cases: 32, rows: 2_000 }

/** Cases with few rows together, and each of the others by itself. What short schedules notice need not be replayed over long ones. */
function batches(cases: readonly TestCase[], rule: AlertingRule): readonly (readonly TestCase[])[] {
  const runs = (testCase: TestCase) => countRuns(rule, testCase.schedule)
  const sorted = cases.toSorted((a, b) => runs(a) - runs(b))
  const small = sorted.filter(isSmall)
  const together = Array.from({ length: Math.ceil(small.length / most.cases) }, (_, index) =>
    small.slice(index * most.cases, (index + 1) * most.cases),
  )
  return [...together, ...sorted.filter(testCase => !isSmall(testCase)).map(testCase => [testCase])]
}

const isSmall = ({ data, folders, rows }: TestCase): boolean =>
  data.length + folders.length === 0 &&
  rows.flatMap(table => table.rows).reduce((sum, { repeat }) => sum + repeat, 0) <= most.rows

/** The cases that pass with the rule itself; the others show nothing about its mutants. */
async function openAll(
  cases: readonly TestCase[],
  own: Subject,
  open: OpenCases,
): Promise<{ readonly cases: OpenCase[]; readonly diagnostics: readonly Diagnostic[] }> {
  const opened: OpenCase[] = []
  const diagnostics: Diagnostic[] = []
  for (const testCase of cases) {
    const { value, diagnostics: found } = await open(testCase)
    diagnostics.push(...found)
    if (!value) continue
    if (await value.passes(own)) opened.push(value)
    else {
      diagnostics.push(replayReport['case-not-passing'](testCase.name.span, testCase.name.value))
      await closeAll([value])
    }
  }
  return { cases: opened, diagnostics }
}

async function closeAll(cases: readonly OpenCase[]): Promise<void> {
  for (const one of cases) await one[Symbol.asyncDispose]()
}

/** Replays cases with the mutants that are left. The case that noticed one is the first to be tried with the next of its like. */
async function replayBatch<M extends MutantSubject>(
  cases: readonly OpenCase[],
  own: Subject,
  { alive, killedBy }: Fates<M>,
  distinct: Set<M>,
): Promise<void> {
  const orders = new Map<string, OpenCase[]>()
  for (const mutant of alive) {
    const order = orders.get(mutant.like) ?? [...cases]
    orders.set(mutant.like, order)
    for (const [index, one] of order.entries()) {
      const isSame = mutant.kql === own.kql ? false : await one.isSame(mutant.kql)
      if (isSame === undefined) {
        alive.delete(mutant)
        break
      }
      if (isSame) continue
      distinct.add(mutant)
      if (await one.passes(mutant)) continue
      alive.delete(mutant)
      killedBy.set(mutant, one.testCase.name.value)
      order.unshift(...order.splice(index, 1))
      break
    }
  }
}
