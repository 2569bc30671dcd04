import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('../../../', import.meta.url)

/** The pack's rules and, where they lie beside the checkout, the published templates. */
export const ruleFiles = () =>
  ['detections/', '../shared/conformance/rules/']
    .map(path => new URL(path, root))
    .filter(existsSync)
    .flatMap(folder =>
      readdirSync(folder, { recursive: true })
        .filter(path => path.endsWith('.yaml') && !path.endsWith('.test.yaml'))
        .map(path => new URL(path, folder))
        .map(url => ({ path: fileURLToPath(url), text: readFileSync(url, 'utf8') })),
    )
