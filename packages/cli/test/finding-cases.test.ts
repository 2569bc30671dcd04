import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { enterFolder, tripline } from './cli.ts'

/**
 * One folder for each finding that is not of a single rule's check: files as a user has them, whose comments announce what is found on their
 * lines. `before/` is the state of a committed revision, `baseline.yaml` a baseline.
 */
const cases = fileURLToPath(new URL('../../rules/cases/findings/', import.meta.url))
const pages = fileURLToPath(new URL('../../rules/src/checks/', import.meta.url))
const marker = /\s*(?:#|\/\/) expect: (.*)$/

/**
 * Fifty-one rules are too many for a case; `packages/rules/test/project/check-project.test.ts` has them. What `import` finds has its tests
 * there too, and what only a run finds has its own in `packages/kql/test`.
 */
const isElsewhere = (id: string): boolean =>
  ['rules-over-limit', 'kql-runtime'].includes(id) || id.startsWith('import-')

const filesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(path => statSync(join(folder, path)).isFile())
      .map(path => [path, readFileSync(join(folder, path), 'utf8')]),
  )

/** What the files' comments announce, as `file:line id`. */
const announcedIn = (files: Readonly<Record<string, string>>): string[] =>
  Object.entries(files)
    .flatMap(([path, text]) =>
      text.split('\n').flatMap((line, index) => {
        const ids = marker.exec(line)?.[1]?.split(', ') ?? []
        return ids.map(id => `${path}:${index + 1} ${id}`)
      }),
    )
    .sort()

/** The lines that a page says to avoid; its case has them. */
function avoidedBy(id: string): string[] {
  const page = readFileSync(join(pages, `${id}.md`), 'utf8')
  const example = /^## Incorrect\n\n```\w+\n([\s\S]*?)\n```/m.exec(page)?.[1]
  return example?.split('\n').map(line => line.trim()) ?? []
}

const git = (...args: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { stdio: 'ignore' })

/** Arguments of `check` for a folder, which is then the current one. */
function prepare(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): string[] {
  if (Object.keys(before).length > 0) {
    enterFolder(before)
    git('init', '-q')
    git('add', '.')
    git('commit', '-qm', 'before')
    for (const [path, text] of Object.entries(after)) writeFileSync(path, text)
    return ['check', '.', '--changed-since', 'HEAD']
  }
  enterFolder(after)
  if (after['baseline.yaml']) return ['check', 'rule.yaml', '--baseline', 'baseline.yaml']
  return after['tripline.yaml'] ? ['check'] : ['check', '.']
}

it('every finding with a page has a case', () => {
  const ids = readdirSync(pages).flatMap(name => (name.endsWith('.md') ? [name.slice(0, -3)] : []))
  const others = ids.filter(id => !existsSync(join(pages, `${id}.ts`)) && !isElsewhere(id))
  expect(readdirSync(cases).sort()).toEqual(others.sort())
})

it.each(readdirSync(cases))('%s is found where its case announces it, and nothing else', async id => {
  const files = Object.entries(filesOf(join(cases, id)))
  const within = (isBefore: boolean): Record<string, string> =>
    Object.fromEntries(
      files
        .filter(([path]) => path.startsWith('before/') === isBefore)
        .map(([path, text]) => [path.replace('before/', ''), text]),
    )
  const after = within(false)
  const lines = Object.values(after).flatMap(text => text.split('\n').map(line => line.replace(marker, '').trim()))
  expect(lines).toEqual(expect.arrayContaining(avoidedBy(id)))
  const { stdout } = await tripline([...prepare(within(true), after), '--format', 'json'])
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly { file: string; line: number; id: string }[] }
  const found = diagnostics.map(diagnostic => `${diagnostic.file}:${diagnostic.line} ${diagnostic.id}`).sort()
  expect(found).toEqual(announcedIn(after))
  expect(found.some(position => position.endsWith(` ${id}`))).toBe(true)
})
