import { hasPackageFile, listPackageFiles, readPackageFile } from '@tripline/files'
import { explainCode } from '@tripline/kql/analysis'

/**
 * What the id of a finding, the code of a refusal or a code of the official parser means, in Markdown: why it is reported, an example,
 * and what to write instead.
 */
export const explanation = (code: string): string | undefined => checkPage(code) ?? explainCode(code)

/** The documentation of a kind of finding in Markdown: what it reports, why it matters, and how to fix it. */
export function checkPage(id: string): string | undefined {
  if (!/^[a-z-]+$/.test(id)) return undefined
  const page = new URL(`${id}.md`, pages())
  return hasPackageFile(page) ? readPackageFile(page).toString('utf8') : undefined
}

/** The ids of all kinds of finding that have a page. */
export const checkPages = (): readonly string[] =>
  listPackageFiles(pages())
    .filter(name => name.endsWith('.md'))
    .map(name => name.replace(/\.md$/, ''))

const pages = () => new URL('./', import.meta.resolve('#check-pages/test-missing'))
