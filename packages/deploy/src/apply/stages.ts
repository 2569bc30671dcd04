import type { Step } from '../plan/deploy-plan.ts'

/** The steps of a plan in groups that are carried out one after the other: those of one kind go together. */
export function stagesOf(steps: readonly Step[]): readonly (readonly Step[])[] {
  const stages: Step[][] = []
  for (const step of steps) {
    const last = stages.at(-1)
    if (last?.[0]?.type === step.type && (last[0].action === 'delete') === (step.action === 'delete')) last.push(step)
    else stages.push([step])
  }
  return stages
}
