import { join } from 'node:path'
import { folderWith } from '../cli.ts'
import { log, rule, tests } from '../sample.ts'
import { type Hostile, writeHostile } from './hostile.ts'

/** The good files come before, between and after the hostile ones. */
export const goodNames = ['a-good', 'x10-good', 'z-good']

const goodFiles = Object.fromEntries(
  goodNames.flatMap((name, n) => [
    [`project/detections/${name}.yaml`, rule.replace(/name: .*/, `name: ${name}`).replace(/3a11$/m, `3b1${n}`)],
    [`project/detections/${name}.test.yaml`, tests.replace('blocked', name)],
  ]),
)

/** Makes a project with good files and some of the hostile ones, and answers its folder. */
export function goodProject(rows: readonly Hostile[], indices?: Iterable<number>): string {
  const root = folderWith({
    'project/tripline.yaml': '{}',
    'project/logs/SigninLogs.jsonl': log,
    'project/data/SigninLogs.jsonl': log,
    'outside/rule.yaml': rule,
    'outside/log.jsonl': log,
    ...goodFiles,
  })
  const project = join(root, 'project')
  writeHostile(project, rows, indices)
  return project
}

/** The rules of the good cases, as they should be reported. */
export const goodCases = goodNames.flatMap(name => Array<string>(2).fill(`detections/${name}.yaml`))

/** The rules of the good cases that pass. */
export const passes = (cases: readonly { readonly rule: string; readonly status: string }[]): readonly string[] =>
  cases.filter(one => one.status === 'passed' && one.rule.includes('good')).map(one => one.rule)
