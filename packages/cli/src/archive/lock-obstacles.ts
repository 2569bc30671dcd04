import { type ContainerPolicy, lastSettledDay, lockObstacles, verifyVault } from '@tripline/archive'
import { isChange, type Step } from '@tripline/deploy'
import type { Diagnosed, Diagnostic } from '@tripline/diagnostics'
import { commandReport } from '../command-line/command-report.ts'
import type { Io } from '../process/io.ts'
import type { ProjectContext } from '../project/command-context.ts'
import { archivedByRun } from './archived-by-run.ts'
import { connectBlobs } from './connect-blobs.ts'
import type { ArchivePlan } from './plan-archive.ts'

/** What `archive apply` has still to do, and what it cannot; but for the policy itself, if that is only too short. */
export function unfinished({ plan }: ArchivePlan, id: string): readonly Diagnostic[] {
  const isOwn = (step: Step) => step.type === 'immutabilityPolicies' && step.id === id && step.action === 'conflict'
  const open = plan.steps.filter(step => (isChange(step) || step.action === 'conflict') && !isOwn(step))
  return open.map(({ name, reason = 'archive apply has to make it first' }) =>
    commandReport['lock-refused'](undefined, id, `${name}: ${reason}`),
  )
}

/** What verifying the vault finds that must not become final. */
export async function vaultObstacles(
  { archive, target }: ArchivePlan,
  policy: ContainerPolicy,
  context: ProjectContext,
  io: Io,
): Promise<Diagnosed<readonly Diagnostic[]>> {
  const open = connectBlobs(target, context.root, io)
  if (!open.value) return { diagnostics: open.diagnostics }
  const { vault, settle } = archive.settings
  const store = open.value(vault.account.value, vault.container.value)
  const tables = archivedByRun(archive.tables, context).map(({ table }) => table)
  const to = lastSettledDay(io.clock().getTime(), settle.value)
  const verified = await verifyVault(store, undefined, { tables, keep: policy.days, policy, to })
  if (verified.ok) return { value: lockObstacles(verified.value.findings), diagnostics: [] }
  const { code, message } = verified.error
  return { diagnostics: [commandReport['remote-unusable'](target.name.span, store.name, code, message)] }
}
