import { type Answer, badRequest, ok } from './answer.ts'

/** One page of a list, with the link to the next. `$skipToken` counts the elements before the page. */
export function pageAnswer(all: readonly unknown[], url: URL, size: number): Answer {
  const token = url.searchParams.get('$skipToken') ?? '0'
  if (!/^\d{1,9}$/.test(token)) return badRequest(`Invalid $skipToken '${token}'.`)
  const end = Number(token) + size
  const value = all.slice(Number(token), end)
  if (end >= all.length) return ok({ value })
  const next = new URL(url)
  next.searchParams.set('$skipToken', String(end))
  return ok({ value, nextLink: next.href })
}
