import type { Behaviour, Turn } from './hostile-service.ts'
import type { Misbehaviour } from './misbehaviours.ts'

const page =
  (of: (turn: Turn) => unknown): Behaviour =>
  turn => {
    if (turn.purpose === 'rules' || turn.purpose === 'other') turn.json(of(turn))
  }

const rule = (properties: unknown, rest: object = {}) => ({
  value: [{ name: 'a', kind: 'Scheduled', properties, ...rest }],
})

const invalid = { says: /InvalidResponse/, requests: 2, seconds: 0 }

/** Against the list of rules. */
export const badLists: readonly Misbehaviour[] = [
  {
    name: 'links without end',
    behave: page(({ count, origin }) => ({ value: [], nextLink: `${origin}/more?page=${count}` })),
    says: /more than 200 pages/,
    requests: 201,
    seconds: 1,
  },
  {
    name: 'relative links without end',
    behave: page(({ count }) => ({ value: [], nextLink: `/more?page=${count}` })),
    says: /more than 200 pages/,
    requests: 201,
    seconds: 1,
  },
  {
    name: 'a link to itself',
    behave: page(({ origin }) => ({ value: [], nextLink: `${origin}/more` })),
    says: /already read/,
    requests: 3,
    seconds: 0,
  },
  {
    name: 'a link to another host',
    behave: page(() => ({ value: [], nextLink: 'https://elsewhere.example/x' })),
    says: /ForeignLink: .*elsewhere/,
    requests: 2,
    seconds: 0,
  },
  {
    name: 'a link that is protocol-relative',
    behave: page(() => ({ value: [], nextLink: '//elsewhere.example/x' })),
    says: /ForeignLink/,
    requests: 2,
    seconds: 0,
  },
  {
    name: 'a link past TLS',
    behave: page(({ origin }) => ({ value: [], nextLink: origin.replace('https', 'http') })),
    says: /ForeignLink/,
    requests: 2,
    seconds: 0,
  },
  {
    name: 'a link with the token as host',
    behave: page(({ authorization }) => ({ value: [], nextLink: `https://${authorization.slice(7)}.example/` })),
    says: /ForeignLink|InvalidResponse/,
    requests: 2,
    seconds: 0,
  },
  { name: 'a link that is not a URL', behave: page(() => ({ value: [], nextLink: 'https://[' })), ...invalid },
  { name: 'a link that is a number', behave: page(() => ({ value: [], nextLink: 5 })), ...invalid },
  { name: 'a link that is an object', behave: page(() => ({ value: [], nextLink: {} })), ...invalid },
  {
    name: 'a million items',
    behave: page(() => ({ value: Array(1_000_000).fill(0) })),
    says: /more than 20000 items/,
    requests: 2,
    seconds: 0,
  },
  {
    name: 'too many items over pages',
    behave: page(({ count }) => ({
      value: Array.from({ length: 900 }, (_, i) => ({ name: `${count}-${i}`, kind: 'Scheduled', properties: {} })),
      nextLink: `/more?page=${count}`,
    })),
    says: /more than 20000 items/,
    requests: 30,
    seconds: 0,
  },
  ...[0, null, 'x', [], {}].map(item => ({
    name: `an item that is ${JSON.stringify(item)}`,
    behave: page(() => ({ value: [item] })),
    ...invalid,
  })),
  {
    name: 'an item without an id',
    behave: page(() => ({ value: [{ kind: 'Scheduled', properties: {} }] })),
    ...invalid,
  },
  { name: 'an item with an empty id', behave: page(() => rule({}, { name: '' })), ...invalid },
  { name: 'an item whose properties are a list', behave: page(() => rule([])), ...invalid },
  { name: 'an item whose etag is a number', behave: page(() => rule({}, { etag: 5 })), ...invalid },
]
