const second = 1000
const minute = 60 * second
const MB = 1_000_000

/** What a service may cost one command. docs/architecture.md gives the reasons. Times are milliseconds. */
export const limits = {
  /** Attempts per request, including the first. */
  attempts: 5,
  /** Pause before the second attempt; doubled for each further one. */
  backoff: 1 * second,
  /** The longest pause that a service can impose. */
  pause: 1 * minute,
  /** One request until the last byte of its answer. */
  exchange: 100 * second,
  /** What a query may take beyond the time that it gives the service. */
  queryMargin: 30 * second,
  /** A token from the first sign-in method that works. */
  signIn: 1 * minute,
  /** A long-running operation, from its start. */
  operation: 15 * minute,
  /** Requests to Resource Manager: at once, then per second; 80 % of what it allows. */
  reads: { burst: 200, perSecond: 20 },
  writes: { burst: 160, perSecond: 8 },
  deletes: { burst: 160, perSecond: 8 },
  /** Until a resource that was written can be read. */
  visible: 30 * second,
  /** Bytes of one answer of Resource Manager, decompressed. */
  answer: 32 * MB,
  /** Bytes of one query result, decompressed. */
  result: 128 * MB,
  /** Objects and arrays around one value of an answer. */
  depth: 500,
  /** Bytes of one piece of a blob, and of one page of a list of blobs. */
  blob: 32 * MB,
  /** Of one list. */
  pages: 200,
  items: 20_000,
  /** Characters of a service's code and message that are passed on. */
  code: 100,
  message: 1000,
  /** In total, for one command. */
  command: { time: 60 * minute, requests: 10_000, bytes: 256 * MB },
  /** The same for one that moves logs. */
  archive: { time: 1440 * minute, requests: 5_000_000, bytes: 4_000_000 * MB },
} as const
