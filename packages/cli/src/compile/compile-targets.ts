import { jsonDocument } from '@tripline/diagnostics'
import { type CompiledResource, renderArm, renderBicep, renderRest, renderTerraform } from '@tripline/rules'
import type { Args } from '../command-line/grammar.ts'

interface CompileTarget {
  /** The file name that the target's tools expect. */
  readonly file: string
  readonly render: (resources: readonly CompiledResource[]) => string
}

const json = (value: unknown): string => String(jsonDocument(value))

/** Formats that rules compile to. */
export const compileTargets: Readonly<Record<Args<'compile'>['target'], CompileTarget>> = {
  arm: { file: 'rules.arm.json', render: resources => json(renderArm(resources)) },
  bicep: { file: 'rules.bicep', render: renderBicep },
  rest: { file: 'rules.rest.json', render: resources => json(renderRest(resources)) },
  terraform: { file: 'rules.tf.json', render: resources => json(renderTerraform(resources)) },
}
