import { type ArmAnswer, answered, failed } from './arm-answer.ts'
import type { ArmClient } from './arm-client.ts'

/** Every item of a list, following `nextLink` to its end. */
export async function listAll<T>(
  client: ArmClient,
  url: string,
  apiVersion: string,
  read: (item: unknown) => ArmAnswer<T>,
): Promise<ArmAnswer<readonly T[]>> {
  const items: T[] = []
  const seen = new Set<string>()
  for (let next: string | undefined = url; next !== undefined; ) {
    if (seen.has(next)) return failed('InvalidResponse', `the list at ${url} links back to a page already read`)
    seen.add(next)
    const answer = await client.send({ method: 'GET', url: next, ...(next === url && { apiVersion }) })
    if (!answer.ok) return answer
    const page = answer.value.body as { value?: unknown; nextLink?: unknown } | undefined
    if (!Array.isArray(page?.value)) return failed('InvalidResponse', `the list at ${url} has no "value"`)
    for (const item of page.value) {
      const one = read(item)
      if (!one.ok) return one
      items.push(one.value)
    }
    next = typeof page.nextLink === 'string' && page.nextLink !== '' ? page.nextLink : undefined
  }
  return answered(items)
}
