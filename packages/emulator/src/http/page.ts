/** One page of a list, with the link to the next. `$skipToken` counts the elements before the page. */
export function page(
  all: readonly unknown[],
  url: URL,
  size: number,
): { readonly value: readonly unknown[]; readonly nextLink?: string } {
  const start = Number(url.searchParams.get('$skipToken') ?? 0)
  const end = start + size
  const value = all.slice(start, end)
  if (end >= all.length) return { value }
  const next = new URL(url)
  next.searchParams.set('$skipToken', String(end))
  return { value, nextLink: next.href }
}
