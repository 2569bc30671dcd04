import { hasPackageFile, readPackageFile } from '@tripline/files'

/** The documentation of a kind of finding in Markdown: what it reports, why it matters, and how to fix it. */
export function checkPage(id: string): string | undefined {
  if (!/^[a-z-]+$/.test(id)) return undefined
  const page = new URL(import.meta.resolve(`#check-pages/${id}`))
  return hasPackageFile(page) ? readPackageFile(page).toString('utf8') : undefined
}
