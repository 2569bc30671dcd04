import { createInterface } from 'node:readline/promises'
import { applyPlan, isChange, readPlan } from '@tripline/deploy'
import { type Diagnosed, startOf } from '@tripline/diagnostics'
import { named } from '@tripline/files'
import { readSource } from '@tripline/project'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { connectTarget } from '../deploy/connect-target.ts'
import { openJournal } from '../deploy/open-journal.ts'
import { type Planned, planTarget } from '../deploy/plan-target.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { findTarget, openProject, type ProjectContext } from '../project/command-context.ts'
import { showCurrentStep, showDeclined, showQuestion, showSteps, showSums } from '../views/apply.human.ts'
import { showApplyJson } from '../views/apply.json.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { showPlan } from '../views/plan.human.ts'

const views = {
  human: { follow: showSteps, end: showSums },
  json: { follow: showCurrentStep, end: showApplyJson },
}
const converged: readonly string[] = ['applied', 'unchanged']

export async function run(args: Args<'apply'>, io: Io): Promise<ExitCode> {
  const { plan: path, workspace } = args
  if (path === undefined && workspace === undefined) {
    return showDiagnostics([commandReport['option-conflict'](undefined, 'pass a saved plan or --workspace NAME')], io)
  }
  const { value: context, diagnostics } = await openProject({ folder: args.project })
  if (!context) return showDiagnostics(diagnostics, io)
  const planned =
    path === undefined ? await planTarget(workspace!, context, args, io) : await savedPlan(path, args, context, io)
  const shown = showDiagnostics([...diagnostics, ...planned.diagnostics], io)
  if (!planned.value) return shown
  const { plan, client } = planned.value
  const deletes = plan.steps.filter(({ action }) => action === 'delete').length
  if (deletes > args['max-deletes']) {
    return showDiagnostics([commandReport['deletes-too-many'](undefined, deletes, args['max-deletes'])], io)
  }
  if (path === undefined && !args.yes && plan.steps.some(isChange)) {
    if (!io.stdin.isTTY) {
      return showDiagnostics([commandReport['option-conflict'](undefined, 'no terminal to confirm on; pass --yes')], io)
    }
    showPlan(plan, io)
    if (!(await approved(io))) {
      showDeclined(io)
      return exitCodes.findings
    }
  }
  const { follow, end } = views[args.format]
  const journal = openJournal(plan, context.root, io)
  const concurrency = context.project.deploy.concurrency?.value
  const result = await applyPlan(plan, client, {
    ...follow(plan, io),
    journal: journal.write,
    ...(concurrency !== undefined && { concurrency }),
  })
  end(result, io)
  showDiagnostics(journal.close(), io)
  return result.results.every(({ outcome }) => converged.includes(outcome)) ? exitCodes.ok : exitCodes.findings
}

/** A saved plan. If a workspace is also named, it must be that of the plan. */
async function savedPlan(
  path: string,
  { workspace: name, prune, overwrite, adopt, enable }: Args<'apply'>,
  context: ProjectContext,
  io: Io,
): Promise<Diagnosed<Planned>> {
  if (overwrite || adopt || enable) {
    const reason = 'a saved plan has been decided; pass --overwrite, --adopt and --enable to plan'
    return { diagnostics: [commandReport['option-conflict'](undefined, reason)] }
  }
  const source = await readSource(named(path))
  if (!source.value) return { diagnostics: source.diagnostics }
  const { value: plan, diagnostics } = readPlan(source.value)
  if (!plan) return { diagnostics }
  if (name !== undefined && name !== plan.workspace) {
    const reason = `the plan is for workspace ${plan.workspace}, not ${name}`
    return { diagnostics: [commandReport['option-conflict'](startOf(source.value), reason)] }
  }
  if (!prune && plan.steps.some(({ action }) => action === 'delete')) {
    const reason = 'the plan deletes resources; pass --prune to confirm'
    return { diagnostics: [commandReport['option-conflict'](startOf(source.value), reason)] }
  }
  const target = findTarget(context.project, plan.workspace)
  if (!target.value) return { diagnostics: target.diagnostics }
  const client = connectTarget(target.value, context.root, io)
  return client.value ? { value: { plan, client: client.value }, diagnostics } : { diagnostics: client.diagnostics }
}

async function approved(io: Io): Promise<boolean> {
  const lines = createInterface({ input: io.stdin })
  showQuestion(io)
  const answer = await Promise.race([lines[Symbol.asyncIterator]().next(), io.interrupted()])
  lines.close()
  return answer?.value === 'yes'
}
