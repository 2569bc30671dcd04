import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const canary = { 'secret.txt': 'must stay', 'detections/rule.yaml': 'id: 1\n', 'rows/Heartbeat.jsonl': '{}\n' }

/** A project folder and, beside it in `base`, a canary that must stay untouched. */
export function openScratch(base) {
  const project = join(base, 'project')
  write(join(base, 'canary'), canary)
  const outside = () => [
    ...changed(join(base, 'canary'), canary).map(path => `../canary/${path}`),
    ...readdirSync(base).flatMap(name => (name === 'project' || name === 'canary' ? [] : [`../${name}`])),
  ]
  return {
    project,
    /** Replaces everything with the files of an input, by path. */
    fill(files) {
      rmSync(project, { recursive: true, force: true })
      mkdirSync(project)
      write(project, files)
    },
    /** Files that changed outside the project, or in it but outside the `allowed` folders. */
    changes(files, allowed) {
      const isAllowed = path => allowed.some(one => path === one || path.startsWith(`${one}/`))
      const found = [...changed(project, files).filter(path => !isAllowed(path)), ...outside()]
      // Restored for the next input.
      for (const path of outside()) rmSync(join(project, path), { recursive: true, force: true })
      if (found.length > 0) write(join(base, 'canary'), canary)
      return found
    },
  }
}

function write(root, files) {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
}

/** Paths that were changed, removed or added. */
function changed(root, files) {
  const there = readdirSync(root, { recursive: true }).filter(path => !lstatSync(join(root, path)).isDirectory())
  const known = new Set(Object.keys(files))
  const isSame = path => existsSync(join(root, path)) && readFileSync(join(root, path)).equals(Buffer.from(files[path]))
  return [...there.filter(path => !known.has(path)), ...[...known].filter(path => !isSame(path))]
}
