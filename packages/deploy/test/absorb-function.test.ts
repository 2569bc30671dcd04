import type { SourceFile } from '@tripline/diagnostics'
import type { ProjectFunction } from '@tripline/project'
import { expect, test } from 'vitest'
import type { Differing, Sources } from '../src/kind.ts'
import { savedSearches } from '../src/kinds/saved-searches.ts'
import { noProject } from './desired-resources.ts'

const at = <T>(value: T, file: SourceFile) => ({ value, span: { file, start: 0, end: 0 } })
const ownFile = {
  path: 'roles.yaml',
  text: 'name: Roles # of admins\nparameters: (since:datetime)\nbody: |\n  AuditLogs\n',
}
const root = {
  path: 'tripline.yaml',
  text: 'functions:\n  - functions\n  - Other: { file: other.kql }\n    Roles: { file: roles.kql, parameters: "(since:datetime)" } # ours\n',
}
const kql = { path: 'roles.kql', text: 'AuditLogs\n' }

/** A function whose name and body are in these files. */
const roles = (named: SourceFile, body: SourceFile): ProjectFunction => ({
  names: [at('Roles', named)],
  parameters: at('(since:datetime)', named),
  body: { ...at('AuditLogs\n', body), offsetAt: index => index },
})

/** The files of a project with the function after this was found in the workspace, or why they cannot say it. */
async function absorbed(own: ProjectFunction, properties: Differing['stored']['properties'], file = root) {
  const [wanted] = savedSearches.wanted({ ...noProject, functions: [own] })
  const stored = { id: 'Roles', properties: { ...wanted!.body.properties, ...properties } }
  const sources = { project: { functions: [own], file } } as unknown as Sources
  const done = await savedSearches.absorb!({ wanted: wanted!, stored, alike: stored.properties, sources })
  return 'reason' in done ? done.reason : done.files.map(({ path, text }) => `${path}\n${text}`)
}

const inOwnFile = roles(ownFile, ownFile)
const inKql = roles(root, kql)

// The service may store other line ends than a file has, and none at the end.
test('the body is written as the file has it: beside the name, or in a file of its own', async () => {
  const query = 'SigninLogs\r\n| take 1'
  expect(await absorbed(inOwnFile, { query })).toEqual([
    `roles.yaml\n${ownFile.text.replace('AuditLogs', 'SigninLogs\n  | take 1')}`,
  ])
  expect(await absorbed(inKql, { query })).toEqual(['roles.kql\nSigninLogs\n| take 1\n'])
})

test('parameters are written beside the name', async () => {
  const functionParameters = ' until:datetime '
  expect(await absorbed(inOwnFile, { functionParameters })).toEqual([
    `roles.yaml\n${ownFile.text.replace('since', 'until')}`,
  ])
  expect(await absorbed(inKql, { functionParameters })).toEqual([
    'roles.kql\nAuditLogs\n',
    `tripline.yaml\n${root.text.replace('since', 'until')}`,
  ])
})

test('a function that has lost its parameters has none', async () => {
  expect(await absorbed(inOwnFile, { functionParameters: undefined })).toEqual([
    `roles.yaml\n${ownFile.text.replace('(since:datetime)', '()')}`,
  ])
})

// A key that occurs twice has no one value.
test('a file that cannot be changed in parts is named', async () => {
  const twice = (file: SourceFile): SourceFile => ({ ...file, text: `${file.text}a: 1\na: 2\n` })
  const reason = (path: string) => `${path} is written in a way that cannot be changed in parts; change it by hand`
  const broken = twice(ownFile)
  expect(await absorbed(roles(broken, broken), { query: 'SigninLogs' })).toBe(reason('roles.yaml'))
  expect(await absorbed(inKql, { functionParameters: 'a:long' }, twice(root))).toBe(reason('tripline.yaml'))
})

test('a function that no file has is left alone', async () => {
  const [wanted] = savedSearches.wanted({ ...noProject, functions: [inKql] })
  const sources = { project: { functions: [], file: root } } as unknown as Sources
  const stored = { id: 'Roles', properties: wanted!.body.properties }
  expect(await savedSearches.absorb!({ wanted: wanted!, stored, alike: {}, sources })).toEqual({
    reason: 'no file of the project has it',
  })
})
