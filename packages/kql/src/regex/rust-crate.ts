import { createRequire } from 'node:module'

/** Rust's `regex` crate as WebAssembly. */
export type RustCrate = typeof import('rregex') & {
  readonly __wasm: { readonly memory: { readonly buffer: ArrayBuffer } }
}

/**
 * A new instance of the crate. It keeps up to megabytes of every pattern that it compiled, also of a freed one, so that only
 * another instance gives memory back.
 */
export function loadCrate(): RustCrate {
  // Of its own, for a `require` holds all that it has loaded.
  const require = createRequire(import.meta.url)
  delete require.cache[require.resolve('#rregex')]
  return require('#rregex') as RustCrate
}

/** What an instance holds (bytes). */
export const memoryOf = (crate: RustCrate): number => crate.__wasm.memory.buffer.byteLength
