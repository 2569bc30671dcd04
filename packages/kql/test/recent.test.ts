import { loadCatalogue } from '@tripline/schemas'
import { expect, test } from 'vitest'
import { globalsFor } from '../src/frontend/globals.ts'
import { onceEach } from '../src/once-each.ts'
import { recent } from '../src/recent.ts'

test('a value is made once while its key is asked for, and again after as many others as are kept', () => {
  const made: string[] = []
  const values = recent<string>(2)
  const ask = (key: string) =>
    values.get(key, () => {
      made.push(key)
      return key
    })
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) expect(ask(key)).toBe(key)
  // c pushes b out, which was asked for before a; b pushes c out.
  expect(made).toEqual(['a', 'b', 'c', 'b'])
})

test('a value that is forgotten is made again', () => {
  const values = recent<number>(2)
  let made = 0
  values.get('a', () => ++made)
  values.forget('a')
  expect(values.get('a', () => ++made)).toBe(2)
})

test('the states of the binder do not pile up, whatever columns queries name', () => {
  const world = { catalogue: loadCatalogue() }
  const state = (column: string) => globalsFor(world, `AzureDiagnostics | where ${column} == ""`)
  const first = state('first_s')
  expect(state('first_s')).toBe(first)
  for (let count = 0; count < 40; count++) state(`other${count}_s`)
  expect(state('first_s')).not.toBe(first)
})

test('a query that could not be compiled is compiled anew', async () => {
  let tries = 0
  const compile = onceEach(async () => {
    tries += 1
    if (tries === 1) throw new Error('not now')
    return { diagnostics: [] }
  })
  await expect(compile('T', undefined)).rejects.toThrow('not now')
  await compile('T', undefined)
  await compile('T', undefined)
  expect(tries).toBe(2)
})

test('queries that run do not pile up in a long batch', async () => {
  const compiled: string[] = []
  const compile = onceEach(async kql => {
    compiled.push(kql)
    return { diagnostics: [] }
  })
  for (let count = 0; count < 300; count++) await compile(`print ${count}`, undefined)
  await compile('print 299', undefined)
  await compile('print 0', undefined)
  expect(compiled).toHaveLength(301)
})
