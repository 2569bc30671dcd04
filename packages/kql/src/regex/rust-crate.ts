import { createRequire } from 'node:module'

/** Rust's `regex` crate as WebAssembly. */
export type RustCrate = typeof import('rregex') & {
  readonly __wasm: { readonly memory: { readonly buffer: ArrayBuffer } }
}

/**
 * A new instance of the crate. It retains up to megabytes of every pattern that it compiled, even after it is freed, so only a
 * new instance releases memory.
 */
export function loadCrate(): RustCrate {
  // Loaded separately, because `require` retains every module it has loaded.
  const require = createRequire(import.meta.url)
  delete require.cache[require.resolve('#rregex')]
  return require('#rregex') as RustCrate
}

/** The memory of an instance (bytes). */
export const memoryOf = (crate: RustCrate): number => crate.__wasm.memory.buffer.byteLength
