import { diagnosticRow } from '@tripline/diagnostics'
import { compileFile } from '../compile/compile-file.ts'
import { openProject } from '../project/command-context.ts'
import type { Finding } from './finding.ts'
import type { Project } from './load-project.ts'

export interface CompileOptions {
  /** The deployment tool: an ARM template, Bicep, requests of the REST interface, or Terraform for the azapi provider. */
  readonly target: 'arm' | 'bicep' | 'rest' | 'terraform'
  /** Files and folders; default: the rules of the project. */
  readonly paths?: readonly string[]
  /** A workspace of `tripline.yaml` whose parameters apply. */
  readonly workspace?: string
}

/** One file with all rules, or why there is none. */
export interface CompiledRules {
  readonly file?: { readonly name: string; readonly text: string }
  readonly diagnostics: readonly Finding[]
}

/** Compiles the rules of a project to what another deployment tool takes. Writes nothing. */
export async function compile(
  project: Pick<Project, 'root'>,
  { target, paths = [], workspace }: CompileOptions,
): Promise<CompiledRules> {
  const { value: context, diagnostics } = await openProject({ folder: project.root })
  if (!context) return { diagnostics: diagnostics.map(diagnosticRow) }
  const compiled = await compileFile({ target, paths, workspace }, context)
  const rows = [...diagnostics, ...compiled.diagnostics].map(diagnosticRow)
  if (!compiled.value) return { diagnostics: rows }
  const { name, text } = compiled.value
  return { file: { name, text }, diagnostics: rows }
}
