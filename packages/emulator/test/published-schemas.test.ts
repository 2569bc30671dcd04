import { referenceData } from '@tripline/testkit'
import { publishedSchemas } from '@tripline/testkit/published-schemas'
import { describe, expect, test } from 'vitest'
import { routes } from '../src/http/respond.ts'
import { matchPath } from '../src/http/route.ts'
import type { Exchange } from '../src/index.ts'
import { everyRoute } from './every-route.ts'

const isAnswered = ({ method, path }: (typeof routes)[number], exchanges: readonly Exchange[]): boolean =>
  exchanges.some(
    ({ method: asked, url, status }) =>
      asked === method && status < 300 && matchPath(path, url.split('?')[0]!.split('/')) !== undefined,
  )

test('every route is asked for', { timeout: 60_000 }, async () => {
  const exchanges = await everyRoute()
  // What speaks for a Kusto cluster is judged by its published clients.
  const described = routes.filter(({ isOpen }) => !isOpen)
  expect(
    described.filter(route => !isAnswered(route, exchanges)).map(({ method, path }) => `${method} ${path}`),
  ).toEqual([])
})

describe.each(referenceData('azure-specs/'))('the published schemas', () => {
  test('hold for every request and answer', { timeout: 60_000 }, async () => {
    const exchanges = await everyRoute()
    const judge = publishedSchemas()
    // What the header Location leads to is not described here, nor is the creation of storage accounts.
    const described = exchanges.filter(
      ({ method, url }) =>
        !url.includes('/operationResults/') && !(method === 'PUT' && /storageAccounts\/\w+\?/.test(url)),
    )
    expect(described.flatMap(judge)).toEqual([])
  })
})
