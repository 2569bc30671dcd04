import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { writePlans } from '@tripline/deploy'
import { rule } from './sample.ts'

/** What each file of the project holds, and its double outside. */
const word = (path: string) => `word_of_${path.replaceAll(/\W+/g, '_')}`
export const secret = (path: string) => word(path).replace('word', 'secret')

/** Anything that lies outside of the project. */
export const anySecret = /secret_(of|name|content)/

const ruleText = (name: string) => rule.replace(/^name: .*$/m, `name: ${name}`)

/** A whole project; some verb shows the word of each file that is read, and the rest are written. */
export const linkedProject: Readonly<Record<string, (word: string) => string>> = {
  'tripline.yaml': word => `disabled: [00000000-0000-4000-8000-000000000001] # ${word}
workspaces: { local: {} }
watchlists: { List: { file: lists/list.csv, searchKey: Name } }
externalData: { 'https://data.example/feed': feeds/feed.csv }
functions: { Stored: { file: functions/stored.kql } }
`,
  'detections/rule.yaml': word => ruleText(word),
  'detections/rule.test.yaml': word => `rule: rule.yaml
cases:
  - name: ${word}
    data: { SigninLogs: ../logs/SigninLogs.jsonl }
    at: 2026-03-02T10:00:00Z
    expect: { alerts: [{ severity: High }] }
`,
  'schemas/App.yaml': word => `table: App_CL\ncolumns: { TimeGenerated: datetime, ${word}: string }\n`,
  'logs/SigninLogs.jsonl': word =>
    `{"TimeGenerated":"2026-03-02T09:30:00Z","UserPrincipalName":"${word}","IPAddress":"203.0.113.9"}\n`,
  'lists/list.csv': word => `Name\n${word}\n`,
  'feeds/feed.csv': word => `${word}\n`,
  'functions/stored.kql': word => `print Answer = "${word}"\n`,
  'queries/query.kql': word => `print Answer = "${word}"\n`,
  'templates/rule.json': word =>
    JSON.stringify({
      name: '0e7f3a52-6d1c-4a3e-9d0b-5b1f2c7a9e11',
      kind: 'NRT',
      properties: { displayName: word, enabled: true, severity: 'Low', query: 'SigninLogs' },
    }),
  'baseline.json': word => JSON.stringify({ findings: [{ file: word, id: 'id-twice', message: 'm', count: 1 }] }),
  'plan.json': word => writePlans([{ workspace: word, resource: 'r', steps: [], surplus: 0 }]),
  'reports/junit.xml': word => word,
  'dist/rules.arm.json': word => word,
  'imported/other.yaml': word => word,
  '.schemas/rule.json': word => word,
  '.tripline/workspace.json': word => `{"format":"${word}"}`,
}

/** A saved endpoint is there only while an emulator runs. */
const endpoint = '.tripline/emulator.json'

const files = Object.keys(linkedProject)

/** Every file of the project and every folder, also those that a verb would make. */
export const linkedPaths: readonly string[] = [
  ...files,
  endpoint,
  ...new Set(files.map(path => dirname(path)).filter(path => path !== '.')),
]

/** How a path of the project comes to lead to its double: both as absolute paths. */
export const links: Readonly<Record<string, (path: string, double: string, project: string) => void>> = {
  relative: (path, double) => symlinkSync(relative(dirname(path), double), path),
  absolute: (path, double) => symlinkSync(double, path),
  'a chain': (path, double, project) => {
    symlinkSync(double, join(dirname(project), 'hop'))
    symlinkSync('../hop', join(project, '.hop'))
    symlinkSync(join(project, '.hop'), path)
  },
  'to a folder above': (path, _, project) => symlinkSync(relative(dirname(path), dirname(project)), path),
}

/** Writes the files of the project to a folder. */
export function writeProject(folder: string, wordOf = word): void {
  for (const [path, content] of Object.entries(linkedProject)) write(join(folder, path), content(wordOf(path)))
}

interface Folders {
  readonly project: string
  readonly outside: string
}

/** Writes the project to `root/project`, and to `root/outside` a double that holds secrets, and more files in every folder. */
export function writeFolders(root: string): Folders {
  const [project, outside] = [join(root, 'project'), join(root, 'outside')]
  writeProject(project)
  writeProject(outside, secret)
  write(join(outside, endpoint), JSON.stringify({ url: `https://${secret(endpoint)}.invalid`, ca: secret(endpoint) }))
  for (const folder of linkedPaths.filter(path => !files.includes(path) && path !== endpoint)) {
    write(join(outside, folder, 'secret_name.yaml'), 'secret_content: 1\n')
  }
  return { project, outside }
}

/** Replaces what lies at a path by a link. */
export function replaceByLink(kind: string, path: string, { project, outside }: Folders): void {
  const own = join(project, path)
  mkdirSync(dirname(own), { recursive: true })
  if (existsSync(own)) renameSync(own, join(dirname(project), 'replaced'))
  links[kind]!(own, join(outside, path), project)
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}

/** Times and contents of all that lies in a folder, by path; links are not followed. */
export function stateOf(folder: string): readonly (readonly [path: string, mtime: number, content: string])[] {
  const status = lstatSync(folder)
  if (status.isDirectory()) {
    const below = readdirSync(folder).flatMap(name => stateOf(join(folder, name)))
    return [[folder, status.mtimeMs, ''], ...below]
  }
  return [[folder, status.mtimeMs, status.isSymbolicLink() ? readlinkSync(folder) : readFileSync(folder, 'latin1')]]
}
