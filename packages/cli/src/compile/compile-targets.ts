import { type Diagnosed, isError, jsonDocument } from '@tripline/diagnostics'
import {
  type CompiledResource,
  type CustomDetection,
  compileDetection,
  compileResource,
  type Rule,
  renderArm,
  renderBicep,
  renderGraph,
  renderRest,
  renderTerraform,
} from '@tripline/rules'
import type { Args } from '../command-line/grammar.ts'
import { type CompileInputs, compileRules } from './compile-rules.ts'

/** The text for a target, and how many resources it describes. */
interface Rendered {
  readonly text: string
  readonly resources: number
}

interface CompileTarget {
  /** The file name that the target's tools expect. */
  readonly file: string
  /** Whether the target has such rules; the others are left out. */
  readonly takes: (rule: Rule) => boolean
  readonly render: (rules: readonly Rule[], inputs: CompileInputs) => Diagnosed<Rendered>
}

const json = (value: unknown): string => String(jsonDocument(value))

const isDetection = (rule: Rule): rule is CustomDetection => rule.kind === 'CustomDetection'
const isOfWorkspace = (rule: Rule): rule is Exclude<Rule, CustomDetection> => !isDetection(rule)

/** A target that takes some kinds of rule, each compiled and then all written together. */
function target<Taken extends Rule, Compiled>(
  file: string,
  takes: (rule: Rule) => rule is Taken,
  compile: Parameters<typeof compileRules<Taken, Compiled>>[1],
  write: (compiled: readonly Compiled[]) => string,
): CompileTarget {
  return {
    file,
    takes,
    render(rules, inputs) {
      const { value, diagnostics } = compileRules(rules.filter(takes), compile, inputs)
      if (!value || diagnostics.some(isError)) return { diagnostics }
      return { value: { text: write(value), resources: value.length }, diagnostics }
    },
  }
}

const workspace = (file: string, write: (resources: readonly CompiledResource[]) => string): CompileTarget =>
  target(file, isOfWorkspace, compileResource, write)

/** Formats that rules compile to. */
export const compileTargets: Readonly<Record<Args<'compile'>['target'], CompileTarget>> = {
  arm: workspace('rules.arm.json', resources => json(renderArm(resources))),
  bicep: workspace('rules.bicep', renderBicep),
  rest: workspace('rules.rest.json', resources => json(renderRest(resources))),
  terraform: workspace('rules.tf.json', resources => json(renderTerraform(resources))),
  graph: target('detections.graph.json', isDetection, compileDetection, detections => json(renderGraph(detections))),
}
