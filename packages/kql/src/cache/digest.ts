import { createHash } from 'node:crypto'

/** Stands for plain data, in which there may be bigints. */
export const digest = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? `${item}n` : item)))
    .digest('hex')
