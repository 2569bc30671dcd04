/** A run that is killed at each of its requests, and run again: is everything archived then, and nothing twice? */
import { runArchive, verifyVault } from '@tripline/archive'
import { answered } from '@tripline/azure/answer'

const day = '2026-03-01'
const hours = ['00', '09', '23']
const rowAt = hour => ({ TimeGenerated: `${day}T${hour}:30:00.0000000Z`, Computer: 'a'.repeat(50) })

/** Carries out so many requests; one that died carries out none after. */
function mortal(lives) {
  let requests = 0
  const dead = { ok: false, error: { code: 'Dead', message: 'the process was killed' } }
  const send = (client, name) =>
    typeof client[name] === 'function'
      ? async (...args) => (requests++ < lives ? client[name](...args) : dead)
      : client[name]
  return { of: client => new Proxy(client, { get: send }), requests: () => requests }
}

/** A workspace that has a row of each of the hours of every table. */
const queries = {
  async run({ kql }) {
    const table = (columns, rows) =>
      answered({ columns: columns.map(name => ({ name, type: name === 'Rows' ? 'long' : 'string' })), rows })
    if (kql.includes('min(')) return table(['First'], [[`${day}T00:30:00Z`]])
    const rows = hours.map(rowAt)
    if (kql.includes('summarize'))
      return table(
        ['Hour', 'Rows'],
        rows.map(row => [`${row.TimeGenerated.slice(0, 13)}:00:00Z`, 1]),
      )
    const [from, to] = Array.from(kql.matchAll(/datetime\(([^)]+)\)/g), ([, time]) => time)
    const found = rows.filter(({ TimeGenerated: time }) => from <= time && time < to)
    return table(['TimeGenerated', 'Computer'], found.map(Object.values))
  },
}

/**
 * Lands a day of the tables, of which every second lacks an hour, and kills its archiving at each request. `land` appends a line to a
 * file of a table, `open` opens a container, `create` makes one for a vault; how many kills there were, and what went wrong after them.
 */
export async function killedRuns({ tables, workspace, land, open, create }) {
  for (const [index, table] of tables.entries()) {
    for (const hour of hours.slice(index % 2)) await land(table, hour, `${JSON.stringify(rowAt(hour))}\n`)
  }
  const archived = tables.map(table => ({ table, route: 'export' }))
  const accessOf = async (name, life) => {
    await create(name)
    return {
      workspace,
      queries: life.of(queries),
      retentionDays: async () => answered(90),
      landing: container => life.of(open('kills', container)),
      vault: life.of(open('vault', name)),
      tier: 'Hot',
      writtenBy: { tool: 'bench', run: 'bench' },
      now: () => Date.parse('2026-03-20T00:00:00Z'),
      largestPart: 4e9,
    }
  }
  const partsIn = async ({ vault }) => {
    const listed = await vault.list('')
    return JSON.stringify(
      (listed.value ?? [])
        .filter(({ name }) => name.endsWith('.gz'))
        .map(({ name, length, md5 }) => [name, length, md5]),
    )
  }
  const immortal = mortal(Number.POSITIVE_INFINITY)
  const whole = await accessOf('killed', immortal)
  await runArchive(archived, day, whole)
  const boundaries = immortal.requests()
  const expected = await partsIn(whole)
  const faults = []
  for (let lives = 0; lives < boundaries; lives++) {
    await runArchive(archived, day, await accessOf(`killed-${lives}`, mortal(lives)))
    const access = await accessOf(`killed-${lives}`, mortal(Number.POSITIVE_INFINITY))
    const again = await runArchive(archived, day, access)
    const options = { tables, to: day, keep: 1, policy: { days: 1, isLocked: true }, deep: day }
    const verified = await verifyVault(access.vault, access.landing, options)
    const found = [...(again.value?.problems ?? [again.error]), ...(verified.value?.findings ?? [verified.error])]
    if (found.length > 0) faults.push(`killed at request ${lives + 1}: ${JSON.stringify(found)}`)
    if ((await partsIn(access)) !== expected) faults.push(`killed at request ${lives + 1}: other parts`)
  }
  return { boundaries, parts: JSON.parse(expected).length, faults }
}
