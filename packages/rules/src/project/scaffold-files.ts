import { csvCell, type JsonValue, recordOr, type SourceFile } from '@tripline/diagnostics'
import type { MissingNames } from '@tripline/kql/compile'
import type { Project } from '@tripline/project'
import { writeTable } from '@tripline/schemas'
import { mergeYaml, parseYaml, plainValue, writeYaml } from '@tripline/yaml'

type Settings = Readonly<Record<string, JsonValue>>

/** Files for names that a project lacks. */
export interface Scaffold {
  /** Texts by paths from the root of the project. */
  readonly files: ReadonlyMap<string, string>
  /** The text of `tripline.yaml` that names them, undefined if it cannot be changed in parts; absent: as it is. */
  readonly settings?: string | undefined
}

/** Says that columns are a guess, in files that can have comments. */
const guessed =
  '# The columns that queries use, with the types that their use suggests. Compare them with the workspace.\n'

/** Empty files with the columns that queries use. */
export function scaffoldFiles(missing: MissingNames, { file }: Pick<Project, 'file'>): Scaffold {
  const settings = plainValue(parseYaml(file).value!) as Settings
  const stemFor = namesApart()
  const functions = functionFolders(settings.functions)
  const watchlists = missing.watchlists.map(({ alias, columns }) => ({
    alias,
    path: `watchlists/${stemFor(alias)}.csv`,
    // A watchlist has at least the column that its key is in.
    columns: columns.length > 0 ? columns : ['SearchKey'],
  }))
  const external = missing.externalData.map(one => ({ ...one, path: `external-data/${stemFor(one.url)}` }))
  const files = [
    ...missing.tables.map(table => [`schemas/${table.name}.yaml`, guessed + writeTable(table)] as const),
    ...missing.functions.map(
      ({ name, ...rest }) => [`${functions.folder}/${name}.yaml`, guessed + writeYaml({ name, ...rest })] as const,
    ),
    ...watchlists.map(({ path, columns }) => [path, csvLine(columns)] as const),
    ...external.map(
      ({ path, columns, hasHeader }) => [path, hasHeader ? csvLine(columns.map(({ name }) => name)) : ''] as const,
    ),
  ]
  const added = {
    ...(missing.functions.length > 0 && functions.setting !== undefined && { functions: functions.setting }),
    ...withMembers(
      'watchlists',
      settings,
      watchlists.map(({ alias, path, columns }) => [alias, { file: path, searchKey: columns[0]! }]),
    ),
    ...withMembers(
      'externalData',
      settings,
      external.map(({ url, path }) => [url, path]),
    ),
  }
  return {
    files: new Map(files),
    ...(Object.keys(added).length > 0 && { settings: settingsWith(file, settings, added) }),
  }
}

/** An empty document has nothing to keep. */
const settingsWith = (file: SourceFile, settings: Settings, added: Settings): string | undefined =>
  /^\s*(\{\s*\}\s*)?$/.test(file.text) ? writeYaml(added) : mergeYaml(file, settings, { ...settings, ...added })

/** A folder of functions, and the setting that names it, if one is needed. */
function functionFolders(setting: JsonValue | undefined): { readonly folder: string; readonly setting?: JsonValue } {
  const entries = [setting ?? []].flat()
  const folder = entries.find(entry => typeof entry === 'string')
  if (typeof folder === 'string') return { folder }
  return { folder: 'functions', ...(entries.length > 0 && { setting: [...entries, 'functions'] }) }
}

function withMembers(key: string, settings: Settings, added: readonly (readonly [string, JsonValue])[]): Settings {
  if (added.length === 0) return {}
  return { [key]: { ...recordOr(settings[key]), ...Object.fromEntries(added) } as JsonValue }
}

const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\n`

/** Makes file names of URLs and aliases: their last words, and a number if others have the same. */
function namesApart(): (name: string) => string {
  const taken = new Set<string>()
  return name => {
    const words = name.replace(/[?#;].*$/s, '').match(/[A-Za-z0-9_]+/g) ?? ['file']
    const ending = /\.[A-Za-z0-9]{1,8}$/.exec(name.replace(/[?#;].*$/s, ''))?.[0] ?? ''
    const stem = words
      .slice(ending ? -3 : -2, ending ? -1 : undefined)
      .join('-')
      .slice(0, 80)
    for (let number = 1; ; number++) {
      const unique = `${stem}${number > 1 ? `-${number}` : ''}${ending}`
      if (taken.has(unique.toLowerCase())) continue
      taken.add(unique.toLowerCase())
      return unique
    }
  }
}
