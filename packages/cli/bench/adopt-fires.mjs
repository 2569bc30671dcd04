import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { firingRows } from './adopt-rows.mjs'

const at = '2026-03-02T10:00:00Z'

const lines = rows => rows.map(row => `${JSON.stringify(row)}\n`).join('')

const timed = ({ minutes = 2, ...row }) => ({
  TimeGenerated: new Date(Date.parse(at) - minutes * 60_000).toISOString(),
  ...row,
})

/**
 * How many rules of a project fire on rows of a raw table, and alike on what their function makes of these rows, given instead of
 * its answer; and which of them do not. `paths`: of the rules, by the name of their file where they come from.
 */
export function rulesThatFire(cwd, env, bin, paths) {
  const run = (args, input) => {
    const { stdout } = spawnSync(process.execPath, [bin, ...args], { cwd, env, input, maxBuffer: 1e9 })
    return stdout.toString()
  }
  const cases = Object.entries(firingRows).flatMap(([file, [name, table, rows]], index) =>
    paths.has(file) ? [{ rule: paths.get(file), name, table, rows, folder: join('logs', String(index)) }] : [],
  )
  for (const { folder, table, rows } of cases) {
    mkdirSync(join(cwd, folder), { recursive: true })
    writeFileSync(join(cwd, folder, `${table}.jsonl`), lines(rows.map(timed)))
  }
  const requests = cases.map(({ rule, name, folder, table }) => ({
    id: rule,
    kql: name,
    at,
    tables: { [table]: join(folder, `${table}.jsonl`) },
  }))
  const answers = new Map(
    run(['query', '--batch'], lines(requests))
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
      .map(answer => [answer.id, answer]),
  )
  for (const { rule, name, folder, table } of cases) {
    const { columns = [], rows = [] } = answers.get(rule)
    const objects = rows.map(row => Object.fromEntries(columns.map((column, index) => [column.name, row[index]])))
    writeFileSync(join(cwd, folder, 'answer.jsonl'), lines(objects))
    const given = (key, log) =>
      `  - name: ${key}\n    at: ${at}\n    data: { ${key}: ../${folder}/${log} }\n    expect: { alerts: [{}] }\n`
    const text = `rule: ${rule.slice('detections/'.length)}\ncases:\n`
    const both = given(table, `${table}.jsonl`) + given(name, 'answer.jsonl')
    writeFileSync(join(cwd, rule.replace(/yaml$/, 'test.yaml')), text + both)
  }
  const tests = cases.map(({ rule }) => rule.replace(/yaml$/, 'test.yaml'))
  const report = JSON.parse(run(['test', ...tests, '--format', 'json', '--no-cache']))
  return { count: cases.length, report }
}
