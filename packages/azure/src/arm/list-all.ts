import { recordOr } from '@tripline/diagnostics'
import { type ArmAnswer, answered, failed } from '../answer/arm-answer.ts'
import { limits } from '../http/limits.ts'
import type { ArmClient } from './arm-client.ts'

/** Every item of a list, following `nextLink` to its end. A list that cannot be read whole is an error. */
export async function listAll<T>(
  client: ArmClient,
  url: string,
  apiVersion: string,
  read: (item: unknown) => ArmAnswer<T>,
): Promise<ArmAnswer<readonly T[]>> {
  const bad = (what: string) => failed('InvalidResponse', `the list at ${url} ${what}`)
  const items: T[] = []
  const seen = new Set<string>()
  for (let next = url; ; ) {
    if (seen.has(next)) return bad('links back to a page already read')
    if (seen.size === limits.pages) return bad(`has more than ${limits.pages} pages`)
    seen.add(next)
    const answer = await client.send({ method: 'GET', url: next, ...(next === url && { apiVersion }) })
    if (!answer.ok) return answer
    const { value, nextLink } = recordOr(answer.value.body)
    if (!Array.isArray(value)) return bad('has no "value"')
    if (items.length + value.length > limits.items) return bad(`has more than ${limits.items} items`)
    for (const item of value) {
      const one = read(item)
      if (!one.ok) return one
      items.push(one.value)
    }
    if (nextLink === undefined || nextLink === null || nextLink === '') return answered(items)
    if (typeof nextLink !== 'string') return bad('has a "nextLink" that is not text')
    next = nextLink
  }
}
