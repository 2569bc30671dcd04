import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { supported } from '../src/doctor/examine.ts'
import { enterFolder, tripline } from './cli.ts'

const wrong = async (...argv: readonly string[]) => {
  const { code, stdout } = await tripline(['doctor', ...argv])
  expect(code).toBe(2)
  return stdout.split('\n').filter(line => line.startsWith('✗'))
}

test('says that what commands need works', async () => {
  enterFolder({ 'tripline.yaml': '{}\n' })
  expect(await tripline(['doctor'])).toEqual({
    code: 0,
    stdout: `✓ Node.js: ${process.version}\n✓ parser: binds a query\n✓ database: runs a query\n✓ project: tripline.yaml\n`,
    stderr: '',
  })
})

test('says what is wrong, and what to do', async () => {
  enterFolder({ 'tripline.yaml': 'workspaces: { local: {} }\n' })
  expect(await wrong('--workspace', 'local')).toEqual([
    '✗ workspace local: no emulator is running for this project; start it with tripline emulator',
  ])
  expect(await wrong('--workspace', 'locl')).toEqual([
    '✗ workspace locl: tripline.yaml has no workspace locl; did you mean local?',
  ])
})

test('needs no project, but a workspace does', async () => {
  enterFolder({})
  const { code, stdout } = await tripline(['doctor'])
  expect(code).toBe(0)
  expect(stdout).toContain('✓ project: no tripline.yaml here; tripline init creates one\n')
  expect(await wrong('--workspace', 'prod')).toEqual([
    '✗ workspace prod: no tripline.yaml defines it; tripline init creates one',
  ])
})

test('the same as JSON', async () => {
  enterFolder({ 'tripline.yaml': 'workspaces: { local: {} }\n' })
  const { examined } = JSON.parse((await tripline(['doctor', '--workspace', 'local', '--format', 'json'])).stdout)
  expect(examined.filter(({ ok }: { ok: boolean }) => !ok)).toMatchObject([{ what: 'workspace local' }])
})

// The package says which versions it supports.
const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
const oldest: string = manifest.engines.node.replace('>=', '')

test.each([`${oldest}.0`, '22.0.0', '24.1.0'])('Node.js %s is supported', version => {
  expect(supported(version)).toEqual({ ok: true, detail: `v${version}` })
})

test.each(['20.18.9', '18.99.0'])('Node.js %s is too old', version => {
  expect(supported(version)).toEqual({ ok: false, detail: `version ${version} is too old; install ${oldest} or later` })
})
