import { type Reading, redact } from '@tripline/azure'
import { isRecord } from '@tripline/diagnostics'
import type { Evidence } from '../evidence.ts'
import { jsonFile } from '../file-text.ts'

/** The answers of the service as they were read, but for what looks like a secret. */
export const asReadFiles = ({ readings }: Evidence): readonly (readonly [string, string])[] =>
  [...readings].map(([name, answers]) => [`as-read/${name}.json`, jsonFile(answers.map(readingRow))])

function readingRow({ url, apiVersion, at, status, requestId, principal, body }: Reading) {
  const clean = withoutSecrets(body)
  return {
    request: `GET ${redact(url)}`,
    apiVersion,
    at: new Date(at).toISOString(),
    principal: principal ?? null,
    requestId: requestId ?? null,
    status,
    ...(JSON.stringify(clean) !== JSON.stringify(body) && { redacted: true }),
    body: clean,
  }
}

/** Names of members whose values are secrets, whatever they look like. */
const secretName = /^(?:sig|.*(?:token|secret|password|pwd|connectionstring|(?:access|account|shared|api)key))$/i

/** A value with `[redacted]` for what looks like a secret. */
function withoutSecrets(value: unknown): unknown {
  if (typeof value === 'string') return redact(value)
  if (Array.isArray(value)) return value.map(withoutSecrets)
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      typeof member === 'string' && secretName.test(name) ? '[redacted]' : withoutSecrets(member),
    ]),
  )
}
