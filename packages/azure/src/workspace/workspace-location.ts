import { recordOr } from '@tripline/diagnostics'
import { type ArmAnswer, answered, failed, mapAnswer } from '../answer/arm-answer.ts'
import type { ArmClient } from '../arm/arm-client.ts'

/** The region of a workspace, as Azure Resource Manager names it: `westeurope`. */
export async function workspaceLocation(client: ArmClient, path: string): Promise<ArmAnswer<string>> {
  const answer = await client.send({ method: 'GET', url: path, apiVersion: '2025-02-01' })
  return mapAnswer(answer, ({ body }) => {
    const { location } = recordOr(body)
    return typeof location === 'string' && location !== ''
      ? answered(location)
      : failed('InvalidResponse', 'the workspace has no location')
  })
}
