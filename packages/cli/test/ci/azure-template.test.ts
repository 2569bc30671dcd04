import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { oneIn } from '@tripline/testkit'
import { expect, test } from 'vitest'
import { sample, tests } from '../sample.ts'
import { runnerCommands } from '../text/runner-commands.ts'
import { badVersions, type Machine, shellTricks, startMachine } from './run-step.ts'
import { repositoryText, repositoryYaml } from './yaml-document.ts'

interface Step {
  readonly task?: string
  readonly bash?: string
  readonly displayName?: string
  readonly inputs?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
}

interface Template {
  readonly parameters: readonly { readonly name: string; readonly default: string }[]
  readonly steps: readonly (Step | Readonly<Record<string, readonly Step[]>>)[]
}

const template = repositoryYaml('azure-pipelines/tripline.yml') as Template
/** Those under a condition included. */
const steps = template.steps.flatMap(step => Object.values(step).find(Array.isArray) ?? [step]) as readonly Step[]
const scriptIn = ({ bash, inputs }: Step): string | undefined => bash ?? inputs?.inlineScript
const scripted = steps.filter(step => scriptIn(step) !== undefined)

const defaults = Object.fromEntries(template.parameters.map(parameter => [parameter.name, parameter.default]))

/** Runs a step as the agent does, with what the parameters put into its environment. */
function runStep(machine: Machine, name: string, parameters: Readonly<Record<string, string>> = {}) {
  const step = scripted.find(({ displayName }) => displayName === name)!
  const env = Object.entries(step.env ?? {}).map(([variable, expression]) => {
    const [, parameter] = /^\$\{\{ parameters\.(\w+) \}\}$/.exec(expression)!
    return [variable, parameters[parameter!] ?? defaults[parameter!]!]
  })
  const agent = { AGENT_TEMPDIRECTORY: machine.temp, BUILD_SOURCESDIRECTORY: machine.checkout }
  return machine.run(['-c', scriptIn(step)!], { ...agent, ...Object.fromEntries(env) })
}

test('scripts get parameters as variables, and hold nothing that Azure Pipelines would replace', () => {
  expect(scripted.map(({ displayName }) => displayName)).toEqual([
    'Install Tripline',
    'Check',
    'Test',
    'Plan',
    'Result',
  ])
  for (const step of scripted) {
    const script = scriptIn(step)!
    expect(script).not.toMatch(/\$[([]|\$\{\{|\|\| true|\beval\b/)
    const variables = new Set(Array.from(script.matchAll(/\bTRIPLINE_\w+/g), ([variable]) => variable))
    expect(new Set(Object.keys(step.env ?? {}))).toEqual(variables)
  }
})

test('every parameter is used, and only those that are declared', () => {
  const used = Array.from(JSON.stringify(template.steps).matchAll(/parameters\.(\w+)/g), ([, name]) => name!)
  expect(new Set(used)).toEqual(new Set(Object.keys(defaults)))
})

test('results are published under the names that Azure DevOps looks for', () => {
  expect(steps.find(({ task }) => task === 'PublishTestResults@2')?.inputs).toMatchObject({
    testResultsFormat: 'JUnit',
  })
  expect(steps.find(({ task }) => task === 'PublishBuildArtifacts@1')?.inputs).toMatchObject({
    artifactName: 'CodeAnalysisLogs',
    pathToPublish: '$(Agent.TempDirectory)/tripline/sarif',
  })
  for (const { task = 'Bash@3' } of steps) expect(task).toMatch(/^\w+@\d+$/)
})

const failing = { ...sample, 'detections/blocked.test.yaml': tests.replace('severity: High', 'severity: Low') }

test.each(
  oneIn(2, [
    ['a good project', sample, {}, 0],
    ['failing tests', failing, {}, 1],
    ['no project', {}, {}, 2],
    ['a plan that cannot be made', {}, { workspace: 'local' }, 2],
  ] as const),
)('%s: everything is reported before the last step fails', (_, files, parameters, code) => {
  const machine = startMachine(files)
  const names = ['Install Tripline', 'Check', 'Test', ...('workspace' in parameters ? ['Plan'] : [])]
  for (const name of names) {
    const { code, stdout, stderr } = runStep(machine, name, parameters)
    expect({ name, code }).toEqual({ name, code: 0 })
    expect(runnerCommands(stdout + stderr)).toEqual([])
  }
  const home = join(machine.temp, 'tripline')
  expect(readdirSync(join(home, 'sarif')).sort()).toEqual(['check.sarif', 'test.sarif'])
  expect(readFileSync(join(home, 'reports/junit.xml'), 'utf8')).toContain('<testsuites')
  const last = runStep(machine, 'Result')
  expect(last.code).toBe(code)
  const summary = join(home, 'reports/summary.md')
  expect(last.stdout.split('\n')[0]).toBe(`##vso[task.uploadsummary]${summary}`)
  expect(last.stdout.includes('##vso[task.logissue type=error]')).toBe(code !== 0)
  expect(readFileSync(summary, 'utf8')).toContain('### Tests')
})

test.each(oneIn(3, badVersions))('version %j is refused', version => {
  const machine = startMachine(sample)
  const { code, stdout } = runStep(machine, 'Install Tripline', { version })
  expect(code).toBe(2)
  expect(stdout).toMatch(/^##vso\[task\.logissue type=error\][^\n]*\n$/)
  expect(machine.installed()).toBe(undefined)
  expect(existsSync(join(machine.checkout, 'pwned'))).toBe(false)
})

test.each([
  ['latest', (): string => 'tripline@latest'],
  ['1.2.3', (): string => 'tripline@1.2.3'],
  ['dist/tripline.tgz', (checkout: string): string => `${checkout}/dist/tripline.tgz`],
])('version %s is installed by npm', (version, expected) => {
  const machine = startMachine({ 'dist/tripline.tgz': '' })
  expect(runStep(machine, 'Install Tripline', { version })).toEqual({ code: 0, stdout: '', stderr: '' })
  expect(machine.installed()?.slice(-2)).toEqual(['--', expected(machine.checkout)])
})

test.each([
  ['a secret', 32],
  ['', undefined],
  // A variable that is not defined, as in a run for a fork, is left as it is written: it is known to all.
  ['$(cacheSecret)', undefined],
])('with the cache secret %j the secret has %s bytes', (cacheSecret, length) => {
  const machine = startMachine({})
  runStep(machine, 'Install Tripline', { cacheSecret })
  const file = join(machine.temp, 'tripline/state/tripline/cache-secret')
  expect(existsSync(file) ? readFileSync(file).length : undefined).toBe(length)
})

test.each([
  ['Check', 'project', '--project='],
  ['Check', 'changedSince', '--changed-since='],
  ['Test', 'project', '--project='],
  ['Plan', 'project', '--project='],
  ['Plan', 'workspace', '--workspace='],
])('%s hands any %s over as one argument', (name, parameter, option) => {
  const machine = startMachine(sample)
  runStep(machine, 'Install Tripline')
  machine.replaceCommand('printf \'%s\\0\' "$@" >&2')
  for (const value of shellTricks) {
    const { code, stdout, stderr } = runStep(machine, name, { [parameter]: value })
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    expect(stderr.split('\0')).toContain(option + value)
  }
  expect(existsSync(join(machine.checkout, 'pwned'))).toBe(false)
})

test('the plan of a stranger is text in the summary', () => {
  const machine = startMachine(sample)
  runStep(machine, 'Install Tripline')
  machine.replaceCommand("printf '</pre><img src=x> &\\n'")
  runStep(machine, 'Plan', { workspace: 'x' })
  const summary = readFileSync(join(machine.temp, 'tripline/reports/summary.md'), 'utf8')
  expect(summary).toBe('\n### Plan\n\n<pre>\n&lt;/pre&gt;&lt;img src=x&gt; &amp;\n\n</pre>\n')
})

test('the pipeline of this repository uses the template with parameters that it has', () => {
  const text = repositoryText('azure-pipelines.yml')
  const [, parameters] = /template: azure-pipelines\/tripline\.yml\n\s*parameters: \{ (.*) \}/.exec(text)!
  for (const part of parameters!.split(', ')) expect(defaults).toHaveProperty(part.split(':')[0]!)
  expect(text).not.toContain('|| true')
})
