import type { SarifTool } from '@tripline/diagnostics'
import { checkPage } from '@tripline/rules'
import { version } from '../command-line/version.ts'

/** How SARIF logs name this program and its findings. */
export const sarifTool: SarifTool = {
  name: 'tripline',
  version: version(),
  // A finding's page begins with its title; the next text is the sentence about it.
  describe: id =>
    checkPage(id)
      ?.split('\n')
      .find(line => line !== '' && !line.startsWith('#')),
}
