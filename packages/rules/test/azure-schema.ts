import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'

/** Published interface descriptions; tests that need them skip where they are absent. */
export const azureSpecs = new URL('../../../../shared/azure-specs/', import.meta.url)

interface Definition {
  readonly properties?: Readonly<Record<string, { readonly readOnly?: boolean; readonly $ref?: string }>>
  readonly allOf?: readonly { readonly $ref: string }[]
}
interface Description {
  readonly definitions: Readonly<Record<string, Definition>>
}

const descriptionOf = (apiVersion: string): URL =>
  new URL(`Microsoft.SecurityInsights/${apiVersion}/AlertRules.json`, azureSpecs)
const load = (url: URL): Description => JSON.parse(readFileSync(url, 'utf8')) as Description

/** Judges values by one definition; durations are judged too. */
export function validatorOf(apiVersion: string, definition: string): ValidateFunction {
  const ajv = new Ajv({ strict: false, logger: false, allErrors: true })
  ajv.addFormat('duration', /^P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/)
  const add = (url: URL): void => {
    const text = readFileSync(url, 'utf8')
    ajv.addSchema(JSON.parse(text) as object, url.href)
    for (const [, path] of text.matchAll(/"\$ref":\s*"([^#"]+)#/g)) {
      const next = new URL(path!, url)
      if (!ajv.getSchema(next.href)) add(next)
    }
  }
  const url = descriptionOf(apiVersion)
  add(url)
  return ajv.getSchema(`${url.href}#/definitions/${definition}`)!
}

/** The properties that a caller may send. The descriptions leave objects open, so a validator does not refuse others. */
export function writableProperties(apiVersion: string, definition: string): ReadonlySet<string> {
  const { definitions } = load(descriptionOf(apiVersion))
  const collect = (name: string): string[] => {
    const { properties = {}, allOf = [] } = definitions[name]!
    const own = Object.entries(properties).filter(([, { readOnly }]) => !readOnly)
    return [...own.map(([key]) => key), ...allOf.flatMap(({ $ref }) => collect($ref.split('/').at(-1)!))]
  }
  return new Set(collect(definition))
}
