import type { SarifTool } from '@tripline/diagnostics'
import { checkPage } from '@tripline/rules'
import { version } from '../command-line/plain-request.ts'

/** How SARIF logs name this program and its findings. */
export const sarifTool: SarifTool = {
  name: 'tripline',
  get version() {
    return version()
  },
  page: id => {
    const markdown = checkPage(id)
    // The line after the title says what the check reports.
    const sentence = markdown?.split('\n').find(line => line !== '' && !line.startsWith('#'))
    // The pages are part of the npm package, from which this host serves single files.
    const uri = `https://unpkg.com/tripline@${version()}/checks/${id}.md`
    return markdown === undefined || sentence === undefined ? undefined : { sentence, markdown, uri }
  },
}
