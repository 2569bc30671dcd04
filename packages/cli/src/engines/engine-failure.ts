import type { Diagnostic } from '@tripline/diagnostics'
import type { RemoteFailure } from '@tripline/engines'
import { commandReport } from '../command-line/command-report.ts'

/** What is wrong with the query is a finding; anything else says nothing about it. */
export const engineFailure = (
  engine: string,
  { fault, message }: Pick<RemoteFailure, 'fault' | 'message'>,
): Diagnostic =>
  fault === 'refused'
    ? commandReport['engine-refused'](undefined, engine, message)
    : commandReport['engine-unusable'](undefined, engine, fault, message)
