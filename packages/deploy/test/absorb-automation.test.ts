import type { AutomationRule } from '@tripline/project'
import { expect, test } from 'vitest'
import type { Differing, Sources } from '../src/kind.ts'
import { automationRules } from '../src/kinds/automation-rules.ts'
import { noProject } from './desired-resources.ts'

const id = '1f8bd6c5-7a52-4c51-9f66-0d8f0c1f3a11'
const text = `id: ${id}
name: Close noise
order: 5 # late
triggeringLogic: { isEnabled: true, triggersOn: Incidents, triggersWhen: Created }
actions:
  - order: 1
    actionType: ModifyProperties # at once
    actionConfiguration: { status: Closed, classification: Undetermined }
`
const properties = {
  displayName: 'Close noise',
  order: 5,
  triggeringLogic: { isEnabled: true, triggersOn: 'Incidents', triggersWhen: 'Created' },
  actions: [
    {
      order: 1,
      actionType: 'ModifyProperties',
      actionConfiguration: { status: 'Closed', classification: 'Undetermined' },
    },
  ],
}

/** The file of the rule after this was found in the workspace, or why it cannot say it. */
async function absorbed(
  changes: Differing['stored']['properties'],
  { before = text, isOwn = true }: { readonly before?: string; readonly isOwn?: boolean } = {},
) {
  const file = { path: 'close.yaml', text: before }
  const at = <T>(value: T) => ({ value, span: { file, start: 0, end: 0 } })
  const own: AutomationRule = { id: at(id.toUpperCase()), name: at('Close noise'), order: at(5), properties }
  const [wanted] = automationRules.wanted({ ...noProject, automationRules: [own] })
  const stored = { id, properties: { ...properties, ...changes } }
  const sources = { project: { automationRules: isOwn ? [own] : [] } } as unknown as Sources
  const done = await automationRules.absorb!({
    wanted: { ...wanted!, id },
    stored,
    alike: stored.properties,
    sources,
  })
  return 'reason' in done ? done.reason : done.files.map(file => file.text).join()
}

test.each<readonly [string, Differing['stored']['properties'], string]>([
  ['its order', { order: 7 }, text.replace('order: 5', 'order: 7')],
  [
    'when it runs',
    { triggeringLogic: { ...properties.triggeringLogic, triggersWhen: 'Updated' } },
    text.replace('Created', 'Updated'),
  ],
  ['nothing', {}, text],
])('what is stored is written into the file, which keeps its comments: %s', async (_, changes, after) => {
  expect(await absorbed(changes)).toBe(after)
})

test('what no file can say is left alone', async () => {
  expect(await absorbed({ order: 'first' })).toBe('the file of an automation rule cannot say what is stored')
  // A key that occurs twice has no one value.
  expect(await absorbed({ order: 7 }, { before: `${text}order: 6\n` })).toBe(
    'close.yaml is written in a way that cannot be changed in parts; change it by hand',
  )
  expect(await absorbed({ order: 7 }, { isOwn: false })).toBe('no file of the project has it')
})
