import { once } from 'node:events'
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ruleText } from './replay-pack.mjs'

const day = Date.UTC(2026, 2, 2)

const shape = {
  name: 'summarize',
  entity: { type: 'Account', identifier: 'FullName', column: 'UserPrincipalName' },
  query: () => `SigninLogs
| where ResultType != "0"
| summarize Failures = count(), Addresses = dcount(IPAddress) by UserPrincipalName
| where Failures > 1000000`,
}
const rule = ruleText(shape, 0).replace('queryFrequency: 1h', 'queryFrequency: 5m')

/** Writes a project of one rule over a log of that many sign-ins of some days; returns its folder. */
export async function writeSignInProject(project, rows, days = 1) {
  mkdirSync(join(project, 'detections'), { recursive: true })
  mkdirSync(join(project, 'logs'))
  writeFileSync(join(project, 'tripline.yaml'), 'workspaces: {}\n')
  writeFileSync(join(project, 'detections/failures.yaml'), rule)
  const log = createWriteStream(join(project, 'logs/SigninLogs.jsonl'))
  for (let row = 0; row < rows; row++) if (!log.write(record(row, rows, days))) await once(log, 'drain')
  log.end()
  await once(log, 'close')
  return project
}

/** Writes that many cases over the log, each with its schedule. */
export function writeSuite(project, name, count, schedule) {
  const cases = Array.from(
    { length: count },
    (_, n) => `  - name: case ${n}
    ${schedule(n)}
    data: { SigninLogs: ../logs/SigninLogs.jsonl }
    expect: { alerts: [] }
`,
  )
  writeFileSync(join(project, `detections/${name}.test.yaml`), `rule: failures.yaml\ncases:\n${cases.join('')}`)
}

function record(row, rows, days) {
  return `${JSON.stringify({
    TimeGenerated: new Date(day + Math.floor((row * days * 86_400_000) / rows)).toISOString(),
    UserPrincipalName: `user${row % 997}@contoso.example`,
    IPAddress: `10.${row % 200}.${(row >> 3) % 250}.7`,
    ResultType: row % 7 === 0 ? '50126' : '0',
    AppDisplayName: 'Portal',
    Location: 'NL',
    UserAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36',
    CorrelationId: `00000000-0000-4000-8000-${String(row).padStart(12, '0')}`,
    ResultDescription: 'Invalid username or password or invalid on-premise username or password.',
  })}\n`
}
