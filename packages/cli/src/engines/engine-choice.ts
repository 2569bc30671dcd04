import { type Diagnosed, nearest } from '@tripline/diagnostics'
import { type EngineAddress, engineForms, isLoopback, type Project, readEngineAddress } from '@tripline/project'
import { commandReport } from '../command-line/command-report.ts'

/** Where `--engine` says that queries run. */
export type EngineChoice = { readonly kind: 'embedded' } | RemoteChoice

/** An engine that is not the embedded one; `named`: it is in tripline.yaml. */
export type RemoteChoice = EngineAddress | { readonly kind: 'named'; readonly name: string }

/** Reads `embedded`, an address such as `kusto=local`, or a name of tripline.yaml. */
export function readEngine(text: string): Diagnosed<EngineChoice> {
  if (text === 'embedded') return { value: { kind: 'embedded' }, diagnostics: [] }
  const value =
    readEngineAddress(text) ?? (/^[\w-]+$/.test(text) ? ({ kind: 'named', name: text } as const) : undefined)
  if (value) return { value, diagnostics: [] }
  const expected = `embedded, ${engineForms}, or a name under engines of tripline.yaml`
  return { diagnostics: [commandReport['option-value'](undefined, '--engine', text, expected)] }
}

/** The address of an engine, which may be that of its name. */
export function addressOf(choice: RemoteChoice, { engines }: Project): Diagnosed<EngineAddress> {
  if (choice.kind !== 'named') return { value: choice, diagnostics: [] }
  const found = engines.find(({ name }) => name.value === choice.name)
  if (found) return { value: found.address.value, diagnostics: [] }
  const near = nearest(choice.name, ['embedded', 'kusto=local', ...engines.map(({ name }) => name.value)])
  return { diagnostics: [commandReport['engine-unknown'](undefined, choice.name, near)] }
}

/** Whether somebody may have to pay for queries: not on this machine. */
export const isPaid = (address: EngineAddress): boolean =>
  address.kind === 'workspace'
    ? address.name !== 'local'
    : address.cluster !== undefined && !isLoopback(new URL(address.cluster).hostname)
