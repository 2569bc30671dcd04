// A module hook: every offset that becomes a line and a column is looked at first, for `positionAt` itself mends what lies outside.
const declaration = 'export function positionAt(file, offset) {'

export async function load(url, context, next) {
  const loaded = await next(url, context)
  if (!url.endsWith('/diagnostics/dist/source.js')) return loaded
  const source = String(loaded.source)
  if (!source.includes(declaration)) throw new Error(`the fuzzer does not find "${declaration}"`)
  return { ...loaded, source: source.replace(declaration, `${declaration} globalThis.onOffset?.(file, offset);`) }
}
