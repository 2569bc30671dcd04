import { hasPackageFile, readPackageFile } from '@tripline/files'

/** The page (Markdown) about a kind of finding, by its id: what it says, what to avoid and prefer, and why. */
export function checkPage(id: string): string | undefined {
  if (!/^[a-z-]+$/.test(id)) return undefined
  // Two folders above both the sources and what is built from them.
  const page = new URL(`../../src/checks/${id}.md`, import.meta.url)
  return hasPackageFile(page) ? readPackageFile(page).toString('utf8') : undefined
}
