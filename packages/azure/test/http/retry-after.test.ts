import { createHttpHeaders } from '@azure/core-rest-pipeline'
import { expect, test } from 'vitest'
import { retryAfter } from '../../src/http/retry-after.ts'

const now = Date.parse('2026-03-02T10:00:00Z')

// RFC 9110, 10.2.3 and 5.6.7; the headers in milliseconds are those that the stock clients know.
const rows: readonly (readonly [headers: Record<string, string>, milliseconds: number | undefined])[] = [
  [{}, undefined],
  [{ 'retry-after': '0' }, 0],
  [{ 'retry-after': '120' }, 120_000],
  [{ 'retry-after': ' 1.5 ' }, 1500],
  [{ 'Retry-After': 'Mon, 02 Mar 2026 10:00:30 GMT' }, 30_000],
  [{ 'Retry-After': 'Monday, 02-Mar-26 10:00:30 GMT' }, 30_000],
  [{ 'Retry-After': 'Mon Mar  2 10:00:30 2026' }, 30_000],
  [{ 'Retry-After': 'Mon, 02 Mar 2026 09:00:00 GMT' }, 0],
  [{ 'retry-after-ms': '250' }, 250],
  [{ 'x-ms-retry-after-ms': '250' }, 250],
  [{ 'retry-after': '1', 'retry-after-ms': '5000', 'x-ms-retry-after-ms': '250' }, 5000],
  [{ 'retry-after': 'soon', 'retry-after-ms': '250' }, 250],
  ...['-1', '-5', 'NaN', 'Infinity', '1e3', '0x10', '1,5', '5 s', '', 'Mon', 'Mon, 99 Foo 2026', '9'.repeat(400)].map(
    value => [{ 'retry-after': value, 'retry-after-ms': value }, undefined] as const,
  ),
]

test.each(rows)('%j', (headers, milliseconds) => {
  expect(retryAfter(createHttpHeaders(headers), now)).toBe(milliseconds)
})
