import { gzipSync } from 'node:zlib'
import type { Behaviour } from './hostile-service.ts'

/** Part of every secret in this table, and of nothing else: it must not be in any output. */
export const canary = 'c4nary'
export const token = `${canary}-token-as-long-as-tokens-are`
const sas = `sv=2024-11-04&sig=${canary}SasSignature%2Bx%3D`
const jwt = `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.${canary}Signature`

export interface Misbehaviour {
  readonly name: string
  readonly behave: Behaviour
  /** What the one error must say. */
  readonly says: RegExp
  /** The most requests it may provoke; two lists are read at once. */
  readonly requests?: number
  /** Whether it says that the request is bad: about a query that is a finding. */
  readonly refuses?: true
  /** Seconds by the client's clock that it may take. */
  readonly seconds?: number
}

const refusing =
  (status: number, headers: Record<string, string> = {}, body: unknown = {}): Behaviour =>
  ({ json }) =>
    json(body, status, headers)

const saying =
  (body: string | Buffer, headers: Record<string, string> = { 'Content-Type': 'application/json' }): Behaviour =>
  ({ text }) =>
    text(body, 200, headers)

/** Retried to the end, with pauses of 1, 2, 4 and 8 seconds each for the two lists; lists that share a class wait for each other. */
const retried = { requests: 10, seconds: 48 }
/** Reported at once. */
const once = { requests: 2, seconds: 0 }

/** A body whose every piece costs so many seconds, until the client has enough. */
const dripping =
  (first: string, piece: string, seconds: number): Behaviour =>
  async ({ response, push, clock }) => {
    response.writeHead(200, { 'Content-Type': 'application/json' })
    for (let sound = await push(first); sound; sound = await push(piece)) {
      await new Promise(resolve => setImmediate(resolve))
      clock.pass(seconds * 1000)
    }
    return true
  }

const endless =
  (chunk: Buffer, headers: Record<string, string> = {}): Behaviour =>
  async ({ response, push }) => {
    response.writeHead(200, { 'Content-Type': 'application/json', ...headers })
    while (await push(chunk));
    return true
  }

const raw =
  (text: string): Behaviour =>
  ({ response }) => {
    response.socket!.end(text)
    return true
  }

const message = (text: string) => ({ error: { code: 'Odd', message: text } })

const waiting: readonly Misbehaviour[] = [
  ['seconds', { 'Retry-After': '3600' }, 3600],
  ['a fraction of seconds', { 'Retry-After': '60.5' }, 61],
  ['an HTTP date', { 'Retry-After': 'Mon, 02 Mar 2026 11:00:00 GMT' }, 3600],
  ['an HTTP date of RFC 850', { 'Retry-After': 'Monday, 02-Mar-26 11:00:00 GMT' }, 3600],
  ['an HTTP date of asctime', { 'Retry-After': 'Mon Mar  2 11:00:00 2026' }, 3600],
  ['x-ms-retry-after-ms', { 'x-ms-retry-after-ms': '86400000' }, 86400],
  ['retry-after-ms', { 'retry-after-ms': '86400000' }, 86400],
  ['two headers', { 'Retry-After': '1', 'x-ms-retry-after-ms': '86400000' }, 86400],
  ['two headers, the other way', { 'Retry-After': '86400', 'retry-after-ms': '1' }, 86400],
].flatMap(([how, headers, seconds]) =>
  [429, 503].map(status => ({
    name: `${status} asks for a long wait: ${how}`,
    behave: refusing(status, headers as Record<string, string>),
    says: new RegExp(`asks to wait ${seconds} seconds`),
    ...once,
  })),
)

const throttling: readonly Misbehaviour[] = [
  ...[408, 429, 500, 502, 503, 504].map(status => ({
    name: `${status} without a header`,
    behave: refusing(status),
    says: new RegExp(`Http${status}`),
    ...retried,
  })),
  ...['-5', 'NaN', '', 'soon', '1e9', '0x10', 'Infinity', '9'.repeat(400)].map(value => ({
    name: `429 with Retry-After: ${value.slice(0, 12)}`,
    behave: refusing(429, { 'Retry-After': value }),
    says: /Http429/,
    ...retried,
  })),
  {
    name: '429 with a date that has passed',
    behave: refusing(429, { 'Retry-After': 'Sun, 01 Mar 2026 11:00:00 GMT' }),
    says: /Http429/,
    ...retried,
  },
  {
    name: '429 of a spent budget of Resource Manager',
    behave: refusing(429, { 'x-ms-ratelimit-remaining-subscription-writes': '0' }, message('too many writes')),
    says: /Odd: too many writes/,
    ...retried,
  },
  {
    name: '429 that asks for a minute each time',
    behave: refusing(429, { 'Retry-After': '60' }),
    says: /Http429|Timeout/,
    requests: 10,
    seconds: 8 * 60,
  },
]

const connections: readonly Misbehaviour[] = [
  {
    name: 'a connection that is reset',
    behave: ({ response }) => response.socket!.destroy() && true,
    says: /ECONNRESET/,
    ...retried,
  },
  {
    name: 'half a body, then a reset',
    async behave({ response, push }) {
      response.writeHead(200, { 'Content-Length': '1000' })
      await push('{"value":[')
      response.socket!.destroy()
      return true
    },
    says: /AnswerBroken/,
    ...retried,
  },
  {
    name: 'no answer',
    behave: ({ clock }) => {
      clock.pass(100_000)
      return true
    },
    says: /Timeout: no complete answer within \d+ seconds/,
    requests: 2,
    seconds: 400,
  },
  {
    name: 'half a body, then nothing',
    behave: dripping('{"value":[', '', 30),
    says: /Timeout/,
    requests: 2,
    seconds: 400,
  },
  { name: 'a byte a minute', behave: dripping('{"value":[', ' ', 60), says: /Timeout/, requests: 2, seconds: 400 },
  { name: 'what is not HTTP', behave: raw('SSH-2.0-OpenSSH_9.6\r\n'), says: /HPE_/, ...once },
  {
    name: 'headers without end',
    behave: raw(`HTTP/1.1 200 OK\r\n${`x-long: ${'x'.repeat(1000)}\r\n`.repeat(100)}\r\n`),
    says: /HPE_HEADER_OVERFLOW/,
    ...once,
  },
]

const bodies: readonly Misbehaviour[] = [
  { name: 'a body without end', behave: endless(Buffer.alloc(1 << 20, ' ')), says: /AnswerTooLarge/, ...once },
  {
    name: 'a body of 3 GB',
    behave: endless(Buffer.alloc(1 << 20, ' '), { 'Content-Length': '3000000000' }),
    says: /AnswerTooLarge/,
    ...once,
  },
  {
    name: 'a gzip bomb',
    behave: endless(gzipSync(Buffer.alloc(1 << 20, ' ')), { 'Content-Encoding': 'gzip' }),
    says: /AnswerTooLarge/,
    ...once,
  },
  {
    name: 'a broken gzip',
    behave: saying('no gzip', { 'Content-Encoding': 'gzip' }),
    says: /AnswerBroken/,
    ...retried,
  },
  {
    name: 'an encoding not asked for',
    behave: saying(Buffer.from([0xce, 0xb2, 0xcf]), { 'Content-Encoding': 'br' }),
    says: /InvalidResponse/,
    ...once,
  },
  {
    name: 'an HTML page',
    behave: saying('<html>Sign in</html>', { 'Content-Type': 'text/html; charset=utf-8' }),
    says: /InvalidResponse: .*text\/html/,
    ...once,
  },
  {
    name: 'text that is no JSON, without a type',
    behave: saying('ok', {}),
    says: /InvalidResponse: .*no content type/,
    ...once,
  },
  {
    name: 'invalid UTF-8',
    behave: saying(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])),
    says: /not UTF-8/,
    ...once,
  },
  {
    name: 'deep nesting',
    behave: saying(`{"value":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
    says: /nests deeper/,
    ...once,
  },
  { name: 'deep nesting of objects', behave: saying('{"a":'.repeat(100_000)), says: /nests deeper/, ...once },
  {
    name: 'a key twice',
    behave: saying('{"value":[],"tables":[],"properties":{},"\\u0076alue":[]}'),
    says: /key twice/,
    ...once,
  },
  {
    name: '__proto__',
    behave: saying('{"__proto__":{"value":[],"tables":[{"columns":[],"rows":[]}],"properties":{"customerId":"x"}}}'),
    says: /InvalidResponse/,
    ...once,
  },
  { name: '204', behave: ({ text }) => text('', 204), says: /InvalidResponse/, ...once },
  { name: 'an empty body', behave: saying(''), says: /InvalidResponse/, ...once },
  ...[
    '{}',
    '[]',
    'null',
    '1',
    '"x"',
    '{"value":{}}',
    '{"tables":{}}',
    '{"tables":[]}',
    '{"tables":[{"columns":[{}],"rows":[[1]]}]}',
    '{"tables":[{"columns":[{"name":"x","type":"long"}],"rows":[[1,2]]}]}',
    '{"properties":{"customerId":"../../x"}}',
  ].map(body => ({
    name: `200 with ${body}`,
    behave: saying(body),
    says: /InvalidResponse/,
    ...once,
  })),
]

const redirects: readonly Misbehaviour[] = [301, 302, 303, 307, 308].flatMap(status =>
  ['https://elsewhere.example/x', 'http://127.0.0.1:9/', '/loop'].map(to => ({
    name: `${status} to ${to}`,
    behave: refusing(status, { Location: to }),
    says: /Redirected/,
    ...once,
  })),
)

const messages: readonly Misbehaviour[] = [
  {
    name: 'a message of 5 MB',
    behave: refusing(400, {}, message('x'.repeat(5_000_000))),
    says: /Odd: x{900}/,
    refuses: true,
    ...once,
  },
  {
    name: 'a code of 5 MB',
    behave: refusing(400, {}, { error: { code: 'C'.repeat(5_000_000), message: 'm' } }),
    says: /C{90}/,
    refuses: true,
    ...once,
  },
  {
    name: 'an error of other types',
    behave: refusing(400, {}, { error: { code: 5, message: {} } }),
    says: /Http400/,
    refuses: true,
    ...once,
  },
  {
    name: 'errors in errors',
    behave: refusing(400, {}, { error: { innererror: { innererror: 5 } } }),
    says: /Http400/,
    refuses: true,
    ...once,
  },
  {
    name: 'the token, echoed',
    behave: ({ json, authorization }) => json(message(`got Authorization: ${authorization}, bad`), 403),
    says: /Odd: got/,
    ...once,
  },
  {
    name: 'the token in the body of a success',
    behave: ({ text, authorization }) => text(`${authorization}`, 200),
    says: /InvalidResponse/,
    ...once,
  },
  {
    name: 'the token as content type',
    behave: ({ text, authorization }) => text('x', 200, { 'Content-Type': authorization }),
    says: /InvalidResponse/,
    ...once,
  },
  {
    name: 'the token as a code',
    behave: ({ json, authorization }) => json({ error: { code: authorization.slice(7), message: 'm' } }, 400),
    says: /redacted/,
    refuses: true,
    ...once,
  },
  {
    name: 'a SAS',
    behave: refusing(403, {}, message(`cannot read https://x.blob.core.windows.net/c?${sas}`)),
    says: /Odd: cannot read/,
    ...once,
  },
  {
    name: 'a JWT',
    behave: refusing(401, {}, message(`the token ${jwt} has expired`)),
    says: /the token \[redacted\] has expired/,
    ...once,
  },
  {
    name: 'a secret',
    behave: refusing(401, {}, message(`client_secret=${canary}1234&x=1`)),
    says: /client_secret/,
    ...once,
  },
  {
    name: 'a key',
    behave: refusing(401, {}, message(`AccountName=x;AccountKey=${canary}1234==`)),
    says: /AccountKey/,
    ...once,
  },
  {
    name: 'a secret that the cut halves',
    behave: refusing(400, {}, message(`${'x'.repeat(980)} Bearer ${canary}${'y'.repeat(100)}`)),
    says: /Odd/,
    refuses: true,
    ...once,
  },
  {
    name: 'escape sequences',
    behave: refusing(400, {}, message('\u001b[2J\u001b]0;x\u0007\nnext line')),
    says: /Odd/,
    refuses: true,
    ...once,
  },
  {
    name: 'a challenge',
    behave: refusing(401, { 'WWW-Authenticate': 'Bearer error="insufficient_claims", claims="eyJ4IjoxfQ=="' }),
    says: /Http401/,
    requests: 4,
    seconds: 0,
  },
  {
    name: 'a garbled challenge',
    behave: refusing(401, { 'WWW-Authenticate': 'Bearer ="=,"", claims=%%%, Bearer claims="%"' }),
    says: /Http401/,
    requests: 4,
    seconds: 0,
  },
]

/** Against whatever a command asks for first. */
export const misbehaviours: readonly Misbehaviour[] = [
  ...waiting,
  ...throttling,
  ...connections,
  ...bodies,
  ...redirects,
  ...messages,
]
