import { connectorsOf, parserOrigin } from '@tripline/schemas'

/** What would provide a name that the workspace lacks, and how to declare it; undefined if nothing is known about the name. */
export function nameOrigin(name: string): string | undefined {
  const parser = parserOrigin(name)
  if (parser) return `${name} is ${parser}; write it to functions/ with tripline import`
  const connectors = connectorsOf(name)
  const description = `describe it, with its columns, in schemas/${name}.yaml`
  if (connectors.length > 0)
    return `${name} is provided by the data connector ${connectors.join(' or ')}; ${description}`
  return name.endsWith('_CL') ? `${name} is a custom table; ${description}` : undefined
}
