// Module hooks of a worker.
const declaration = 'export function positionAt(file, offset) {'

/** What the modules of a test import from the sources is their build. */
export const resolve = (specifier, context, next) =>
  next(specifier.replace(/^((?:\.\.\/)+)src(\/.*)\.ts$/, '$1dist$2.js'), context)

/** Every offset that becomes a line and a column is looked at first, for `positionAt` itself mends what lies outside. */
export async function load(url, context, next) {
  const loaded = await next(url, context)
  if (!url.endsWith('/diagnostics/dist/source.js')) return loaded
  const source = String(loaded.source)
  if (!source.includes(declaration)) throw new Error(`the fuzzer does not find "${declaration}"`)
  return { ...loaded, source: source.replace(declaration, `${declaration} globalThis.onOffset?.(file, offset);`) }
}
