import { hasPackageFile, readPackageFile } from '@tripline/files'

/** The page (Markdown) about a kind of finding, by its id: what it says, what to avoid and prefer, and why. */
export function checkPage(id: string): string | undefined {
  if (!/^[a-z-]+$/.test(id)) return undefined
  const page = new URL(import.meta.resolve(`#check-pages/${id}`))
  return hasPackageFile(page) ? readPackageFile(page).toString('utf8') : undefined
}
