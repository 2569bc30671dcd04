import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { rule, sample } from './sample.ts'

const query = `  union isfuzzy=true Door_CL, (Doors(ago(1h)) | extend forced_b = true)
  | where forced_b and user_s !in ((_GetWatchlist("On call, now") | project User))
  | where ip_s in ((externaldata(ip:string)[@"https://feeds.contoso.example/../ips.csv"] with (ignoreFirstRecord=true)))
  | project TimeGenerated, IPAddress = ip_s, UserPrincipalName = user_s
`

const lacking = { ...sample, 'detections/blocked.yaml': rule.replace(/^query: \|\n(?: .*\n)+/m, `query: |\n${query}`) }

const names = /unknown-(name|table|function)|watchlist-unknown|not-recorded/

test('check --scaffold writes what rules name and the project lacks', async () => {
  enterFolder(lacking)
  expect((await tripline(['check'])).stdout).toMatch(names)
  const files = [
    'schemas/Door_CL.yaml',
    'functions/Doors.yaml',
    'watchlists/call-now.csv',
    'external-data/example-ips.csv',
    'tripline.yaml',
  ]
  expect(await tripline(['check', '--scaffold', '--format', 'json'])).toMatchObject({
    code: 0,
    stdout: `${JSON.stringify({ files })}\n`,
    stderr: '',
  })
  expect(readFileSync('schemas/Door_CL.yaml', 'utf8')).toContain('  user_s: string\n  ip_s: string\n')
  expect(readFileSync('watchlists/call-now.csv', 'utf8')).toBe('User\n')
  expect(readFileSync('external-data/example-ips.csv', 'utf8')).toBe('ip\n')
  expect((await tripline(['check'])).stdout).not.toMatch(names)
  expect(await tripline(['check', '--scaffold'])).toMatchObject({ code: 0, stdout: '' })
})

test('check --scaffold leaves existing files as they are', async () => {
  enterFolder({ ...lacking, 'watchlists/call-now.csv': 'User\nann\n' })
  const before = readFileSync('tripline.yaml', 'utf8')
  writeFileSync('tripline.yaml', `# ours\n${before}`)
  expect((await tripline(['check', '--scaffold'])).stdout).not.toContain('call-now')
  expect(readFileSync('watchlists/call-now.csv', 'utf8')).toBe('User\nann\n')
  expect(readFileSync('tripline.yaml', 'utf8')).toMatch(/^# ours\n/)
})

test.each([
  ['--format', 'sarif'],
  ['--baseline', 'baseline.json'],
])('check --scaffold has no findings for %s', async (...options) => {
  enterFolder(sample)
  expect(await tripline(['check', '--scaffold', ...options])).toMatchObject({ code: 2, stdout: '' })
})
