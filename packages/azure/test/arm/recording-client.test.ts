import { expect, test } from 'vitest'
import { principalIn, type Reading, recordingClient } from '../../src/arm/recording-client.ts'

const token = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.sig`

test.each([
  [token({ upn: 'ann@contoso.example', oid: 'o' }), 'ann@contoso.example'],
  [token({ appid: 'a1b2', oid: 'o' }), 'a1b2'],
  [token({ oid: 'o' }), 'o'],
  [token({ upn: 7 }), undefined],
  ['local-workspace', undefined],
  ['', undefined],
])('the principal of a token', (text, expected) => {
  expect(principalIn(text)).toBe(expected)
})

test('answers to what only reads are recorded, with who asked; refusals and writes are not', async () => {
  const readings: Reading[] = []
  const credential = { getToken: async () => ({ token: token({ upn: 'ann@contoso.example' }), expiresOnTimestamp: 0 }) }
  const client = recordingClient(
    signedIn => ({
      async send({ url }) {
        await signedIn.getToken('scope')
        return url === '/gone'
          ? { ok: false, error: { code: 'NotFound', message: 'gone', status: 404 } }
          : {
              ok: true,
              value: { status: 200, body: { url }, header: name => (name === 'x-ms-request-id' ? 'id-1' : undefined) },
            }
      },
    }),
    credential,
    reading => readings.push(reading),
    () => 5,
  )
  await client.send({ method: 'GET', url: '/a', apiVersion: '2025-01-01' })
  await client.send({ method: 'GET', url: '/gone' })
  await client.send({ method: 'PUT', url: '/b', body: {} })
  expect(readings).toEqual([
    {
      url: '/a',
      apiVersion: '2025-01-01',
      at: 5,
      status: 200,
      requestId: 'id-1',
      principal: 'ann@contoso.example',
      body: { url: '/a' },
    },
  ])
})
