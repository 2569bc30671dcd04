import { describe, expect, test } from 'vitest'
import { enterFolder, tripline } from '../cli.ts'
import { sample } from '../sample.ts'
import { repositoryFolder, repositoryText, repositoryYaml, type Step } from './yaml-document.ts'

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>
  readonly outputs: Readonly<Record<string, { readonly value: string }>>
  readonly runs: { readonly using: string; readonly steps: readonly Step[] }
}

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[]; readonly 'timeout-minutes': number }>>
}

const action = repositoryYaml('action.yml') as Action
const workflows = repositoryFolder('.github/workflows/').map(name => `.github/workflows/${name}`)
const stepsIn = (path: string): readonly Step[] =>
  Object.values((repositoryYaml(path) as Workflow).jobs).flatMap(({ steps }) => steps)

/** Names in contexts, such as `steps.check.outputs.code`, wherever they occur in a value. */
const namesIn = (value: unknown, pattern: RegExp): readonly string[] =>
  Array.from(JSON.stringify(value).matchAll(pattern), ([, name]) => name!)

test('the inputs of the action are those that it documents', () => {
  expect(Object.keys(action.inputs)).toEqual([
    'version',
    'project',
    'workspace',
    'comment',
    'changed-since',
    'cache-secret',
  ])
  for (const { description, default: value } of Object.values(action.inputs)) {
    expect({ description: typeof description, value: typeof value }).toEqual({ description: 'string', value: 'string' })
  }
  expect(new Set(namesIn(action.runs, /inputs\.([\w-]+)/g))).toEqual(new Set(Object.keys(action.inputs)))
})

test('what a step of the action reads from another is there', () => {
  const ids = action.runs.steps.flatMap(({ id }) => id ?? [])
  expect(new Set(ids).size).toBe(ids.length)
  const read = namesIn([action.runs, action.outputs], /steps\.([\w-]+)/g)
  expect(read.filter(id => !ids.includes(id))).toEqual([])
})

const scripted = action.runs.steps.filter(({ run }) => run !== undefined)

test.each(scripted.map(step => [step.run!, step] as const))(
  '%s is a script, and gets its inputs as variables',
  (run, step) => {
    expect(step.shell).toBe('bash')
    const [, name] = /^bash "\$GITHUB_ACTION_PATH\/action\/([a-z]+\.sh)"$/.exec(run)!
    const script = repositoryText(`action/${name}`)
    expect(script).toMatch(/^source "\$\(dirname "\$\{BASH_SOURCE\[0\]\}"\)\/tripline\.sh"$/m)
    const variables = new Set(Array.from(script.matchAll(/\bTRIPLINE_\w+/g), ([variable]) => variable))
    expect(new Set(Object.keys(step.env ?? {}))).toEqual(variables)
  },
)

test('every script of the action is a step of it', () => {
  const names = repositoryFolder('action/').filter(name => name !== 'tripline.sh')
  const used = scripted.map(({ run }) => names.find(name => run!.includes(`/${name}"`)))
  expect([...used].sort()).toEqual([...names].sort())
})

test.each(repositoryFolder('action/'))('%s neither evaluates text nor exports to later steps', name => {
  const script = repositoryText(`action/${name}`)
  expect(script).not.toMatch(/\beval\b|GITHUB_ENV|GITHUB_PATH|\|\| true|\bset -x\b/)
})

describe.each(['action.yml', ...workflows])('%s', path => {
  const steps = path === 'action.yml' ? action.runs.steps : stepsIn(path)

  test('puts no expression into a script, and hides no failure', () => {
    for (const { run = '' } of steps) expect(run).not.toMatch(/\$\{\{|\|\| true/)
  })

  test('pins what it uses', () => {
    const used = steps.flatMap(({ uses }) => uses ?? [])
    expect(used.length).toBeGreaterThan(0)
    expect(used.filter(uses => !/^(?:\.\/|[\w-]+\/[\w/-]+@(?:v\d+|[\da-f]{40}))$/.test(uses))).toEqual([])
  })
})

test.each(workflows)('%s may read alone by default, and every job ends', path => {
  const { permissions, jobs } = repositoryYaml(path) as Workflow
  expect(permissions.contents).toBe('read')
  expect(repositoryText(path)).not.toContain('pull_request_target')
  for (const job of Object.values(jobs)) expect(job['timeout-minutes']).toBeGreaterThan(0)
})

interface Hook {
  readonly id: string
  readonly entry: string
  readonly language: string
  readonly additional_dependencies: readonly string[]
  readonly files: string
  readonly pass_filenames: boolean
}

const hooks = repositoryYaml('.pre-commit-hooks.yaml') as readonly Hook[]

test('the hooks are check and fmt, from the npm package of this version', async () => {
  expect(hooks.map(({ id }) => id)).toEqual(['tripline-check', 'tripline-fmt'])
  const { stdout } = await tripline(['--version'])
  for (const { language, additional_dependencies: packages, files, pass_filenames: names } of hooks) {
    expect({ language, packages, names }).toEqual({
      language: 'node',
      packages: [`tripline@${stdout.trim()}`],
      names: false,
    })
    expect('detections/a.yaml').toMatch(new RegExp(files))
  }
})

test.each(hooks.map(({ entry }) => entry))('%s is a command that passes for a good project', async entry => {
  enterFolder(sample)
  const [command, ...argv] = entry.split(' ')
  expect(command).toBe('tripline')
  expect((await tripline(argv)).code).toBe(0)
})
