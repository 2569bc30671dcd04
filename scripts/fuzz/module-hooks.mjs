// Module hooks of a worker.
const declaration = 'export function positionAt(file, offset) {'

/** Imports of sources by test modules resolve to the build. */
export const resolve = (specifier, context, next) =>
  next(specifier.replace(/^((?:\.\.\/)+)src(\/.*)\.ts$/, '$1dist$2.js'), context)

/** Checks every offset before it becomes a line and a column, because `positionAt` itself clamps those out of range. */
export async function load(url, context, next) {
  const loaded = await next(url, context)
  if (!url.endsWith('/diagnostics/dist/source.js')) return loaded
  const source = String(loaded.source)
  if (!source.includes(declaration)) throw new Error(`the fuzzer does not find "${declaration}"`)
  return { ...loaded, source: source.replace(declaration, `${declaration} globalThis.onOffset?.(file, offset);`) }
}
