import type { OutgoingHttpHeaders } from 'node:http'
import type { Behaviour, Turn } from './hostile-service.ts'
import { canary, type Misbehaviour } from './misbehaviours.ts'

/** A change of a table begins an operation with those headers, and looks at it find that. */
const operation =
  (
    headers: (turn: Turn) => OutgoingHttpHeaders,
    look: Behaviour = ({ json }) => json({ status: 'InProgress' }),
  ): Behaviour =>
  turn => {
    if (turn.method === 'PATCH') return turn.json({}, 202, headers(turn))
    return turn.purpose === 'other' ? look(turn) : undefined
  }

const status = ({ origin }: Turn) => ({ 'Azure-AsyncOperation': `${origin}/operation` })
const location = ({ origin }: Turn) => ({ Location: `${origin}/operation` })

const forEver = { says: /LongRunningTimeout/, seconds: 1000 }
const atOnce = { requests: 0, seconds: 0 }
const looked = { requests: 1, seconds: 5 }

/** Against the change of a table's retention; the requests counted are looks at the operation. */
export const badOperations: readonly Misbehaviour[] = [
  { name: 'in progress for ever', behave: operation(status), ...forEver, requests: 181 },
  {
    name: 'in progress for ever, and in a hurry',
    behave: operation(status, ({ json }) => json({ status: 'InProgress' }, 200, { 'Retry-After': '0' })),
    ...forEver,
    requests: 901,
  },
  {
    name: 'in progress for ever, each look slow',
    behave: operation(status, ({ json, clock }) => {
      clock.pass(90_000)
      json({ status: 'InProgress' })
    }),
    ...forEver,
    requests: 11,
  },
  {
    name: 'a location that leads back to itself',
    behave: operation(location, turn => turn.json({}, 202, location(turn))),
    ...forEver,
    requests: 181,
  },
  {
    name: 'a wait of a day',
    behave: operation(turn => ({ ...status(turn), 'x-ms-retry-after-ms': '86400000' })),
    says: /LongRunningPause: .*asks to wait 86400 seconds/,
    ...atOnce,
  },
  {
    name: 'a wait of a day at the first look',
    behave: operation(status, ({ json }) => json({ status: 'InProgress' }, 200, { 'Retry-After': '86400' })),
    says: /LongRunningPause: .*asks to wait 86400 seconds/,
    ...looked,
  },
  ...['Azure-AsyncOperation', 'Location'].flatMap(header =>
    ['https://elsewhere.example/x', 'http://127.0.0.1:9/x', '//elsewhere.example/x', 'https://['].map(link => ({
      name: `${header}: ${link}`,
      behave: operation(() => ({ [header]: link })),
      says: /ForeignLink|InvalidResponse/,
      requests: 0,
      seconds: 5,
    })),
  ),
  ...[{}, [], null, { status: 5 }].map(body => ({
    name: `a look that finds ${JSON.stringify(body)}`,
    behave: operation(status, ({ json }) => json(body)),
    says: /InvalidResponse: the operation has no status/,
    ...looked,
  })),
  {
    name: 'a look that is redirected',
    behave: operation(location, ({ json }) => json({}, 302, { Location: 'https://elsewhere.example/' })),
    says: /Redirected/,
    ...looked,
  },
  {
    name: 'looks that fail',
    behave: operation(status, ({ json }) => json({}, 503)),
    says: /Http503/,
    requests: 5,
    seconds: 20,
  },
  {
    name: 'a failure that repeats secrets',
    behave: operation(status, ({ json, authorization }) =>
      json({ status: 'Failed', error: { code: authorization, message: `sig=${canary}1234 ${authorization}` } }),
    ),
    says: /redacted/,
    ...looked,
  },
  {
    name: 'a failure of other types',
    behave: operation(status, ({ json }) => json({ status: 'Canceled', error: { code: 5, message: [] } })),
    says: /Canceled: the operation ended as Canceled/,
    ...looked,
  },
]
