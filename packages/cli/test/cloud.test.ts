import { azureAddress, azureCredential, clouds } from '@tripline/azure'
import { loadProject } from '@tripline/project'
import { expect, test, vi } from 'vitest'
import { connectTarget } from '../src/deploy/connect-target.ts'
import type { Io } from '../src/process/io.ts'
import { enterFolder } from './cli.ts'

vi.mock('@tripline/azure', async original => {
  const actual = await original<typeof import('@tripline/azure')>()
  return { ...actual, azureAddress: vi.fn(actual.azureAddress), azureCredential: vi.fn(actual.azureCredential) }
})

const config = (cloud: string) =>
  `workspaces:\n  prod:\n${cloud}    subscriptionId: 00000000-0000-0000-0000-000000000000\n    resourceGroup: rg\n    workspaceName: sentinel\n`

test.each([...Object.keys(clouds), undefined])('a workspace is reached in its cloud: %s', async cloud => {
  const root = enterFolder({ 'tripline.yaml': config(cloud === undefined ? '' : `    cloud: ${cloud}\n`) })
  const { value: project, diagnostics } = await loadProject(root)
  expect(diagnostics).toEqual([])
  expect(connectTarget(project!.targets[0]!, root, { clock: () => new Date(0) } as Io).value).toBeDefined()
  expect(vi.mocked(azureAddress).mock.lastCall?.[1]).toBe(cloud)
  expect(vi.mocked(azureCredential).mock.lastCall?.[0]).toBe(cloud)
})

test('a cloud that does not exist is an error at its line', async () => {
  const root = enterFolder({ 'tripline.yaml': config('    cloud: AzureUSGoverment\n') })
  const { diagnostics } = await loadProject(root)
  expect(diagnostics).toMatchObject([{ severity: 'error' }])
})
