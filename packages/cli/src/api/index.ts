/** Tripline for programs: what `check`, `test` and `compile` do, from plain data to plain data. */
export { type CheckOptions, type CheckReport, check } from './check.ts'
export { type CompiledRules, type CompileOptions, compile } from './compile.ts'
export type { Value } from './data.ts'
export type { Finding } from './finding.ts'
export { type LoadedProject, loadProject, type Project } from './load-project.ts'
export type { Difference, TestedCase, TestOptions, TestReport } from './run-tests.ts'
export { runTests } from './run-tests.ts'
