import type { SarifTool } from '@tripline/diagnostics'
import { checkPage } from '@tripline/rules'
import { version } from '../command-line/version.ts'

/** How SARIF logs name this program and its findings. */
export const sarifTool: SarifTool = {
  name: 'tripline',
  version: version(),
  // The line after the title of a page says what the check reports.
  describe: id =>
    checkPage(id)
      ?.split('\n')
      .find(line => line !== '' && !line.startsWith('#')),
}
