import { readdirSync, readFileSync } from 'node:fs'
import { load } from 'js-yaml'

const root = new URL('../../../../', import.meta.url)

/** A step of a workflow or an action of GitHub. */
export interface Step {
  readonly id?: string
  readonly if?: string
  readonly uses?: string
  readonly shell?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, string>>
}

/** The text of a file of the repository. */
export const repositoryText = (path: string): string => readFileSync(new URL(path, root), 'utf8')

/** A YAML file of the repository. */
export const repositoryYaml = (path: string): unknown => load(repositoryText(path))

/** The names in a folder of the repository. */
export const repositoryFolder = (path: string): readonly string[] => readdirSync(new URL(path, root))
