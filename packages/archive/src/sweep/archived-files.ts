import type { LandingFile } from '../landing/landing.ts'
import type { Manifest, Part } from '../vault/manifest.ts'

/** The files that a manifest has exactly as they are now, and all bytes of which are in its parts. */
export function archivedFiles(
  files: readonly LandingFile[],
  { sources, parts }: Pick<Manifest, 'sources' | 'parts'>,
): readonly LandingFile[] {
  const known = new Map(sources.map(source => [source.name, source]))
  const stored = new Map<string, number>()
  for (const { of, from, length } of parts.filter(isLanding).flatMap(({ slices }) => slices)) {
    // The slices of a file follow each other.
    if (from === (stored.get(of) ?? 0)) stored.set(of, from + length)
  }
  return files.filter(({ name, etag, length }) => {
    const source = known.get(name)
    return source?.etag === etag && source.length === length && stored.get(name) === length
  })
}

/** The parts with bytes of some files. */
export function partsWith(files: readonly LandingFile[], { parts }: Pick<Manifest, 'parts'>): readonly Part[] {
  const names = new Set(files.map(({ name }) => name))
  return parts.filter(part => isLanding(part) && part.slices.some(({ of }) => names.has(of)))
}

const isLanding = ({ origin }: Part): boolean => origin === 'landing'
