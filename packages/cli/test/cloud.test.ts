import { type CloudName, clouds } from '@tripline/azure'
import { type AzureTarget, loadProject } from '@tripline/project'
import { expect, test } from 'vitest'
import { addressOf } from '../src/deploy/connect-target.ts'
import { enterFolder } from './cli.ts'

const config = (cloud: string) =>
  `workspaces:\n  prod:\n${cloud}    subscriptionId: 00000000-0000-0000-0000-000000000000\n    resourceGroup: rg\n    workspaceName: sentinel\n`

test.each([...(Object.keys(clouds) as CloudName[]), undefined])(
  'a workspace is reached in its cloud: %s',
  async cloud => {
    const root = enterFolder({ 'tripline.yaml': config(cloud === undefined ? '' : `    cloud: ${cloud}\n`) })
    const { value: project, diagnostics } = await loadProject(root)
    expect(diagnostics).toEqual([])
    const { management, logs } = addressOf(project!.targets[0] as AzureTarget)
    expect(clouds[cloud ?? 'AzureCloud']).toMatchObject({ management, logs })
  },
)

test('a cloud that does not exist is an error at its line', async () => {
  const root = enterFolder({ 'tripline.yaml': config('    cloud: AzureUSGoverment\n') })
  const { diagnostics } = await loadProject(root)
  expect(diagnostics).toMatchObject([{ severity: 'error' }])
})
