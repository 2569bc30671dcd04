/**
 * A value of a table. What JavaScript has no exact value for is text: a long past 2^53 and every decimal in digits, `NaN`,
 * `Infinity`, a datetime as `2026-03-02T10:00:00.0000000Z`, a timespan as `1.02:03:04.5000000`, a guid. A dynamic is what
 * `JSON.parse` gives.
 */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value }
