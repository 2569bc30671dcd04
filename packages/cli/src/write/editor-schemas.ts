import { dirname, join, relative, sep } from 'node:path'
import { type FilePath, inside } from '@tripline/files'
import { automationSchema, functionSchema, projectSchema } from '@tripline/project'
import { logsSchema, ruleSchema, testSchema } from '@tripline/rules'
import type { Texts } from './write-new.ts'

/** The kinds of file that editors can complete and judge while they are written. */
const schemas = {
  project: projectSchema,
  rule: ruleSchema,
  test: testSchema,
  logs: logsSchema,
  function: functionSchema,
  automation: automationSchema,
} as const

/** A project has the schemas itself: they fit the version that checks it, and no editor has to fetch anything. */
const fileOf = (root: string, kind: keyof typeof schemas): FilePath =>
  inside(root, join(root, '.schemas', `${kind}.json`))

/** The JSON Schemas of a project by their files. */
export const schemaFiles = (root: string): Texts =>
  new Map(
    (Object.keys(schemas) as (keyof typeof schemas)[]).map(kind => [
      fileOf(root, kind),
      `${JSON.stringify(schemas[kind](), undefined, 2)}\n`,
    ]),
  )

/** The first line of a file, which points editors with YAML support to its schema. */
export function schemaLine(kind: keyof typeof schemas, path: string, root: string): string {
  const schema = relative(dirname(path), fileOf(root, kind).path).split(sep).join('/')
  return `# yaml-language-server: $schema=${schema}\n`
}
