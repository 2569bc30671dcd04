import { type Html, html, htmlPage } from '@tripline/diagnostics/html'

/** Where a page is: pages of rules are one folder down. */
export interface PagePath {
  /** From the page to the folder of the report, with a slash at the end if it is not empty. */
  readonly home: '' | '../'
}

const sections = [
  ['index.html', 'Summary'],
  ['attack.html', 'ATT&CK'],
  ['hipaa.html', 'HIPAA'],
] as const

/** A page of the report. It may load its own style sheet and nothing else. */
export function page(title: string, { home }: PagePath, content: Html, current?: (typeof sections)[number][0]): string {
  const links = sections.map(([file, name]) =>
    file === current
      ? html`<li><a href="${home}${file}" aria-current="page">${name}</a></li>`
      : html`<li><a href="${home}${file}">${name}</a></li>`,
  )
  const styles = { source: "'self'", element: html`<link rel="stylesheet" href="${home}report.css">` }
  const body = html`<a class="skip" href="#content">Skip to the content</a>
<header><nav aria-label="Report"><ul>${links}</ul></nav></header>
<main id="content">
<h1>${title}</h1>
${content}
</main>`
  return htmlPage({ title: `${title} – Tripline`, styles }, body)
}
