import type { QueryDiagnostic, RunAnswer, RunRequest } from '@tripline/kql/engine'
import type { RemoteFault } from './remote-engine.ts'

/** Why an engine elsewhere did not answer, as an error of the query. */
export function engineFault(
  { kql }: RunRequest,
  kind: RemoteFault,
  message: string,
): Extract<RunAnswer, { ok: false }> {
  const error: QueryDiagnostic = {
    kind: kind === 'refused' ? 'semantic' : 'engine',
    severity: 'error',
    code: `engine-${kind}`,
    message,
    start: 0,
    end: kql.length,
  }
  return { ok: false, diagnostics: [error] }
}
