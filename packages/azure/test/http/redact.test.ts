import { describe, expect, test } from 'vitest'
import { redact, withoutToken } from '../../src/http/redact.ts'

describe('a message', () => {
  test.each([
    ['Authorization: Bearer abcdefgh.ijkl', 'Authorization: Bearer [redacted]'],
    ['{"authorization":"bearer abcdefghijkl"}', '{"authorization":"bearer [redacted]"}'],
    ['https://x.example/c?sv=1&sig=ab%2Bcd%3D&se=2', 'https://x.example/c?sv=1&sig=[redacted]&se=2'],
    ['AccountName=x;AccountKey=abcd==;EndpointSuffix=y', 'AccountName=x;AccountKey=[redacted];EndpointSuffix=y'],
    ['AZURE_CLIENT_SECRET=abcdef', 'AZURE_CLIENT_SECRET=[redacted]'],
    ['password = "abcdef"', 'password = "[redacted]"'],
    ['{"access_token": "abcdef"}', '{"access_token": "[redacted]"}'],
    ['the token eyJhbGciOiJub25lIn0.eyJ4IjoxfQ.abc has expired', 'the token [redacted] has expired'],
  ])('%s loses its secret', (text, shown) => expect(redact(text)).toBe(shown))

  // Messages of the service that say something.
  test.each([
    "'where' operator: Failed to resolve column named 'Token'",
    'Unexpected token: where',
    'The token is missing or expired.',
    'Basic plan tables have a retention of 30 days',
    'design=simple',
  ])('%s stays as it is', text => expect(redact(text)).toBe(text))

  test('is searched in time that grows with its length alone', () => {
    for (const part of ['bearer ', 'sig=', 'eyJ', 'token" ', '"token"   ', 'a.']) {
      const time = (count: number) => {
        const start = process.cpuUsage()
        redact(part.repeat(count))
        return process.cpuUsage(start).user
      }
      time(100)
      expect(Math.min(time(20_000), time(20_000))).toBeLessThan(500_000)
    }
  })
})

test('a token that was sent is removed from an answer; the emulator’s is not secret', () => {
  const token = 'x'.repeat(40)
  expect(withoutToken(`a ${token} b ${token}`, `Bearer ${token}`)).toBe('a [redacted] b [redacted]')
  expect(withoutToken('a local-workspace', 'Bearer local-workspace')).toBe('a local-workspace')
  expect(withoutToken('a', undefined)).toBe('a')
})
