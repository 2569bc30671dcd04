/**
 * What the commands take that somebody waits for: medians of whole processes, from start to end, in turn with Node that does
 * nothing and the parser alone. `TRIPLINE_BIN` measures another build, such as the packed one.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const repository = fileURLToPath(new URL('../../../', import.meta.url))
const parser = join(repository, 'packages/kql/node_modules/@kusto/language-service-next')
const rounds = 7

/** What the official parser takes by itself: both scripts, and a query bound without any table. */
const parserAlone = `
  require(${JSON.stringify(join(parser, 'bridge.min.js'))})
  require(${JSON.stringify(join(parser, 'Kusto.Language.Bridge.min.js'))})
  Kusto.Language.KustoCode.ParseAndAnalyze('print x = 1', Kusto.Language.GlobalState.Default).GetDiagnostics()`

const folder = mkdtempSync(join(tmpdir(), 'tripline-bench-'))
try {
  measure(folder)
} finally {
  rmSync(folder, { recursive: true })
}

function measure(home) {
  const project = projectOf20Rules(home)
  const bin = process.env.TRIPLINE_BIN ?? join(repository, 'packages/cli/bin/tripline.js')
  const kept = { XDG_CACHE_HOME: join(home, 'cache'), XDG_STATE_HOME: join(home, 'state') }
  const nothing = { TRIPLINE_CACHE: 'off' }
  const edited = readFileSync(join(project.folder, project.rule), 'utf8')
  let edits = 0
  const another = () => `// ${edits++}`
  const edit = () => {
    writeFileSync(join(project.folder, project.rule), edited.replace(/^query: \|\n/m, `$&  ${another()}\n`))
    return ['check']
  }
  const query = () => [
    'query',
    `SigninLogs | where ResultType != "0" | summarize count() by UserPrincipalName ${another()}`,
  ]
  const oneCase = ['test', project.suite, '--filter', project.case]
  const contestants = [
    ['node -e 0', () => ['-e', '0'], {}],
    ['the parser alone', () => ['-e', parserAlone], {}],
    ['--version', () => [bin, '--version'], kept],
    ['--help', () => [bin, '--help'], kept],
    ['check, 20 unchanged', () => [bin, 'check'], kept],
    ['one warm case', () => [bin, ...oneCase], kept],
    ['check, one edited', () => [bin, ...edit()], kept],
    ['query, edited', () => [bin, ...query()], kept],
    ['query, nothing kept', () => [bin, ...query()], nothing],
  ]
  const times = contestants.map(() => [])
  for (let round = -1; round < rounds; round++) {
    for (const [index, [name, argv, env]] of contestants.entries()) {
      const args = argv()
      const before = process.hrtime.bigint()
      const { status, stderr } = spawnSync(process.execPath, args, {
        cwd: project.folder,
        env: { ...process.env, ...env },
      })
      if (status !== 0) throw new Error(`${name}: ${stderr}`)
      // The first round fills the caches.
      if (round >= 0) times[index].push(Number(process.hrtime.bigint() - before) / 1e9)
    }
    writeFileSync(join(project.folder, project.rule), edited)
  }
  const median = numbers => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]
  const [node, alone] = times.map(median)
  console.log(['process'.padEnd(22), 'seconds', '/ node', '/ parser'].join('\t'))
  for (const [index, [name]] of contestants.entries()) {
    const seconds = median(times[index])
    const cells = [seconds.toFixed(3), (seconds / node).toFixed(1), (seconds / alone).toFixed(2)]
    console.log([name.padEnd(22), ...cells].join('\t'))
  }
}

/** Twenty rules with their tests: those of this repository, and copies of them under other ids. */
function projectOf20Rules(home) {
  const target = join(home, 'project')
  const folders = ['identity', 'data', 'keyvault']
  const rules = folders.flatMap(name =>
    readdirSync(join(repository, 'detections', name))
      .filter(file => /(?<!\.test)\.yaml$/.test(file))
      .map(file => join(name, file)),
  )
  for (let count = 0; count < 20; count++) {
    const copy = Math.floor(count / rules.length)
    const path = rules[count % rules.length]
    const suite = path.replace('.yaml', '.test.yaml')
    const written = join(target, 'detections', String(copy), path)
    mkdirSync(join(written, '..'), { recursive: true })
    const text = readFileSync(join(repository, 'detections', path), 'utf8')
    const renamed = text
      .replace(/^id: .{8}/m, `id: ${String(count).padStart(8, '0')}`)
      .replace(/^name: .*/m, `$& ${count}`)
    writeFileSync(written, renamed.replace(/^query: \|\n/m, `$&  // copy ${copy}\n`))
    const cases = readFileSync(join(repository, 'detections', suite), 'utf8')
    writeFileSync(
      join(target, 'detections', String(copy), suite),
      cases.replaceAll('../../test-data', '../../../test-data'),
    )
  }
  cpSync(join(repository, 'test-data'), join(target, 'test-data'), { recursive: true })
  const settings = readFileSync(join(repository, 'tripline.yaml'), 'utf8').replace(/ +parameters:[\s\S]*/, '')
  writeFileSync(join(target, 'tripline.yaml'), settings)
  return {
    folder: target,
    rule: 'detections/1/identity/new-admin-group-member.yaml',
    suite: 'detections/0/identity/new-admin-group-member.test.yaml',
    case: 'German',
  }
}
