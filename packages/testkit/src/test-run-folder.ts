import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Gives the tests a temporary folder of their own, with all that they leave in it, and removes it when they end. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'tripline-tests-'))
  process.env.TMPDIR = folder
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}
