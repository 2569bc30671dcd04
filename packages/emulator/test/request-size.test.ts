import { budgets } from '@tripline/budgets'
import { expect, it } from 'vitest'
import { local, send, workspace } from './local-call.ts'

it('a body larger than its budget is refused, and the next request is answered', async () => {
  const { emulator, rules } = await local()
  const body = ' '.repeat(budgets['http-request'].limit + 1)
  const refused = await send(emulator, 'PUT', `${workspace}/tables/A_CL?api-version=2025-02-01`, body)
  expect(refused.status).toBe(413)
  expect(refused.body.error.message).toContain('budget http-request')
  expect((await rules()).status).toBe(200)
})
