import { type ContainerPolicy, mostExtensions } from '@tripline/archive'
import { text } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'

/** A container whose policy is locked, and what was done about that. */
export interface LockedContainer {
  readonly workspace: string
  /** `account/container` */
  readonly container: string
  readonly action: 'lock' | 'extend' | 'none'
  readonly policy: ContainerPolicy
}

interface Locking {
  readonly container: string
  readonly action: 'lock' | 'extend'
  readonly days: number
  readonly extensions: number
}

/** What cannot be undone, and the question for the name. */
export function showLockWarning({ container, action, days, extensions }: Locking, { stderr }: Io): void {
  const left = mostExtensions - extensions - (action === 'extend' ? 1 : 0)
  const what =
    action === 'lock'
      ? text`Locking the policy of ${container} for ${days} days cannot be undone.`
      : text`Extending the locked policy of ${container} to ${days} days cannot be undone.`
  stderr.write(text`${what}
No blob in it can be deleted or changed before ${days} days have passed, by nobody.
The policy can never be removed or made shorter, only extended, ${left} times.
The storage account cannot be deleted meanwhile.
Type the name of the container to go on: `)
}

export const showDeclinedLock = ({ stderr }: Io): void => stderr.write(text`Nothing was locked.\n`)

const done = { lock: 'locked', extend: 'extended', none: 'already locked' } as const

export const showLocked = ({ container, action, policy }: LockedContainer, { stdout }: Io): void =>
  stdout.write(
    text`${container}: ${done[action]}, ${policy.days} days; ${mostExtensions - policy.extensions} extensions left\n`,
  )
