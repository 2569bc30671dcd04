import type { QueryDiagnostic } from '@tripline/kql/compile'
import type { Answer } from '../http/answer.ts'

/** What went wrong, as `OneApiErrors` have it: https://learn.microsoft.com/kusto/api/rest/response-http. */
export interface KustoError {
  readonly status: 400 | 404 | 500
  readonly code: string
  readonly type: string
  readonly message: string
}

export const badKustoRequest = (message: string): KustoError => ({
  status: 400,
  code: 'General_BadRequest',
  type: 'Kusto.Data.Exceptions.KustoBadRequestException',
  message: `Request is invalid and cannot be processed: ${message}`,
})

export const missingEntity = (kind: 'Database' | 'Table', name: string): KustoError => ({
  status: 400,
  code: 'BadRequest_EntityNotFound',
  type: 'Kusto.Data.Exceptions.EntityNotFoundException',
  message: `Entity ID '${name}' of kind '${kind}' was not found.`,
})

const sentences: { readonly [Kind in QueryDiagnostic['kind']]?: string } = {
  syntax: 'Syntax error: ',
  semantic: 'Semantic error: ',
}

/** Why the engine did not answer. */
export function queryFailure(error: QueryDiagnostic | undefined): KustoError {
  if (!error || error.kind === 'internal') {
    const message = error?.message ?? 'the engine gave no reason'
    return { status: 500, code: 'Internal', type: 'Kusto.Data.Exceptions.KustoServiceException', message }
  }
  const { kind, code, message, fix } = error
  return badKustoRequest(`${sentences[kind] ?? ''}${code}: ${message}${fix === undefined ? '' : `; ${fix}`}`)
}

/** The query began, and had to end without all its rows. */
export const isPartial = (error: QueryDiagnostic | undefined): boolean => error?.kind === 'runtime'

/** The body of a failed request, and an item of `OneApiErrors`. */
export const errorDocument = ({ code, type, message }: KustoError, clientRequestId: string) => ({
  error: {
    code,
    message: 'Request is invalid and cannot be executed.',
    '@type': type,
    '@message': message,
    '@context': { serviceAlias: 'TRIPLINE', clientRequestId },
    '@permanent': true,
  },
})

export const errorAnswer = (error: KustoError, clientRequestId: string): Answer => ({
  status: error.status,
  body: errorDocument(error, clientRequestId),
})
