import type { Resource } from '@tripline/azure'
import { isError, type JsonValue } from '@tripline/diagnostics'
import { importDocument, importFolders } from '@tripline/rules/import'
import { writeYaml } from '@tripline/yaml'
import { withoutDefaults } from '../absorb/stored-alike.ts'
import type { Description, Kind } from '../kind.ts'

/** A rule, a hunting query, an automation rule, a function or a table, as a file of its own. */
export function describeInFile(
  kind: Kind,
  stored: Resource,
  properties: Resource['properties'] = withoutDefaults(kind, stored.properties, {}, ''),
): Description | { readonly reason: string } {
  const resource = {
    id: `/subscriptions/-/${kind.type}/${stored.id}`,
    name: stored.id,
    kind: stored.kind,
    type: `-/${kind.type.toLowerCase()}`,
    properties,
  }
  const source = { path: `${kind.type}/${stored.id}`, text: `${JSON.stringify(resource, null, 2)}\n` }
  const { value: [imported] = [], diagnostics } = importDocument(source)
  if (!imported) {
    const [error] = diagnostics.filter(isError)
    return {
      reason:
        error && error.id !== 'import-nothing' ? error.message : `no file can say a ${stored.kind ?? ''} ${kind.noun}`,
    }
  }
  const { kind: of, stem, document } = imported
  const isDisabled = stored.properties.enabled === false
  return {
    file: { folder: importFolders[of], stem, ending: '.yaml', text: writeYaml(document) },
    ...(isDisabled && {
      settings: root => ({
        ...root,
        disabled: [...((root.disabled as readonly JsonValue[] | undefined) ?? []), stored.id],
      }),
    }),
    diagnostics: diagnostics.filter(({ id }) => id !== 'import-disabled'),
  }
}
