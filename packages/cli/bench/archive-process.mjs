/** One archive run, told by a message what to archive; answers with what it cost. Its own process, so that nothing else counts. */
import { readFileSync } from 'node:fs'
import { runArchive } from '@tripline/archive'
import { localCredential } from '@tripline/azure'
import { localBlobs, openBlobStore } from '@tripline/azure/blobs'

const clock = {
  now: () => Date.parse('2026-03-20T00:00:00Z'),
  wait: milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds)),
  after(milliseconds, ring) {
    const timer = setTimeout(ring, milliseconds)
    return () => clearTimeout(timer)
  },
}

/** Of this program (MB): what `resourceUsage` calls the maximum includes the process that started it. */
const peakMemory = () => Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1000

const rowsOf = { columns: [{ name: 'Hour' }, { name: 'Rows' }] }

process.once('message', async ({ emulator, container, workspace, tables, until, first, counts }) => {
  const open = (account, name) => openBlobStore(localBlobs(account, emulator), name, localCredential, clock)
  const queries = {
    async run({ kql }) {
      if (kql.includes('min(')) return { ok: true, value: { columns: [], rows: [[`${first}T00:00:00Z`]] } }
      const [, day] = /datetime\(([^)]+)\)/.exec(kql)
      const rows = counts[kql.split('\n')[0]]
      const hour = index => `${day}T${String(index).padStart(2, '0')}:00:00Z`
      return { ok: true, value: { ...rowsOf, rows: Array.from({ length: 24 }, (_, index) => [hour(index), rows]) } }
    },
  }
  const begun = process.cpuUsage()
  const answer = await runArchive(
    tables.map(table => ({ table, route: 'export' })),
    until,
    {
      workspace,
      queries,
      retentionDays: async () => ({ ok: true, value: 90 }),
      landing: name => open('landing', name),
      vault: open('vault', container),
      tier: 'Hot',
      writtenBy: { tool: 'bench', run: 'bench' },
      now: clock.now,
      largestPart: 4e9,
    },
  )
  const { user, system } = process.cpuUsage(begun)
  const { closed, problems } = answer.ok ? answer.value : { closed: [], problems: [answer.error] }
  const incomplete = closed.filter(({ verdict }) => verdict !== 'complete').length
  process.send({
    days: closed.length,
    problems: [...problems, ...(incomplete > 0 ? [`${incomplete} days are not complete`] : [])],
    seconds: (user + system) / 1e6,
    memory: peakMemory(),
  })
  process.disconnect()
})
