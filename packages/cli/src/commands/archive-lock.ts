import { createInterface } from 'node:readline/promises'
import { lockContainer, planLock, readPolicy } from '@tripline/archive'
import type { ArmError } from '@tripline/azure'
import type { Diagnostic } from '@tripline/diagnostics'
import { exportContainer } from '@tripline/schemas'
import { unfinished, vaultObstacles } from '../archive/lock-obstacles.ts'
import { type ArchivePlan, planArchive } from '../archive/plan-archive.ts'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openProject } from '../project/command-context.ts'
import { showDeclinedLock, showLocked, showLockWarning } from '../views/archive-lock.human.ts'
import { showLockedJson } from '../views/archive-lock.json.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'

const views = { human: showLocked, json: showLockedJson }

export async function run(args: Args<'archive lock'>, io: Io): Promise<ExitCode> {
  const { container: named, 'yes-this-cannot-be-undone': yes } = args
  const unusable = (reason: string) => showDiagnostics([commandReport['option-conflict'](undefined, reason)], io)
  if (yes && named === undefined) return unusable('--yes-this-cannot-be-undone needs --container NAME')
  const { value: context, diagnostics } = await openProject({ folder: args.project })
  if (!context) return showDiagnostics(diagnostics, io)
  const planned = await planArchive(args.workspace, context, io)
  const shown = showDiagnostics([...diagnostics, ...planned.diagnostics], io)
  if (!planned.value) return shown
  const { client, archive, target } = planned.value
  const found = findContainer(named ?? archive.settings.vault.container.value, planned.value)
  if (!found) return unusable(`${named} is neither the vault nor the container of an exported table`)
  const { id, name, days, isLanding } = found
  const unreachable = ({ code, message }: ArmError) =>
    showDiagnostics([commandReport['remote-unusable'](target.name.span, id, code, message)], io)
  const refused = (reasons: readonly Diagnostic[]) => showDiagnostics(reasons, io) && exitCodes.findings

  const policy = await readPolicy(client, id)
  if (!policy.ok) return unreachable(policy.error)
  const lock = planLock(policy.value, { days, isLanding })
  if ('obstacle' in lock) return refused([commandReport['lock-refused'](undefined, id, lock.obstacle)])
  const { action } = lock
  const before = policy.value!
  const result = { workspace: args.workspace, container: id, action }
  if (action === 'none') {
    views[args.format]({ ...result, policy: before }, io)
    return exitCodes.ok
  }
  const open = unfinished(planned.value, id)
  if (open.length > 0) return refused(open)
  if (!isLanding) {
    const verified = await vaultObstacles(planned.value, before, context, io)
    if (!verified.value) return showDiagnostics(verified.diagnostics, io)
    if (verified.value.length > 0) return refused(verified.value)
  }
  if (!yes) {
    if (!io.stdin.isTTY) {
      return unusable('no terminal to confirm on; pass --container NAME and --yes-this-cannot-be-undone')
    }
    showLockWarning({ container: id, action, days, extensions: before.extensions }, io)
    if ((await answer(io)) !== name) {
      showDeclinedLock(io)
      return exitCodes.findings
    }
  }
  const locked = await lockContainer(client, id, action, before, days)
  if (!locked.ok) return unreachable(locked.error)
  views[args.format]({ ...result, policy: locked.value }, io)
  return exitCodes.ok
}

/** A container of the archive by its name: the vault, or that of a table that is exported. */
function findContainer(name: string, { archive: { settings, tables } }: ArchivePlan) {
  const { vault, landing, keep } = settings
  if (name === vault.container.value) {
    return { id: `${vault.account.value}/${name}`, name, days: keep.value, isLanding: false }
  }
  const isLanding = tables.some(({ table, route }) => route === 'export' && exportContainer(table) === name)
  return isLanding
    ? { id: `${landing.account.value}/${name}`, name, days: landing.protect.value, isLanding }
    : undefined
}

async function answer(io: Io): Promise<string | undefined> {
  const lines = createInterface({ input: io.stdin })
  const line = await Promise.race([lines[Symbol.asyncIterator]().next(), io.interrupted()])
  lines.close()
  return line?.value
}
