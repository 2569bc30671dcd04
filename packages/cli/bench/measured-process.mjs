import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts processor time in hundredths of a second, whatever the clock of its kernel. */
const ticksPerSecond = 100

/** The numbers of /proc/PID/stat after the name, which may contain spaces: state, parent, … */
const statOf = pid =>
  readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')

/** Processor time of child processes that have ended, and of their children (seconds). */
function childrenTime() {
  const fields = statOf('self')
  return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond
}

/** The resident memory of a process and all below it (bytes); 0 once they have ended. */
function residentBelow(root) {
  const processes = readdirSync('/proc').filter(name => /^\d+$/.test(name))
  const rows = processes.flatMap(pid => {
    try {
      const fields = statOf(pid)
      return [{ pid: Number(pid), parent: Number(fields[1]), bytes: Number(fields[21]) * 4096 }]
    } catch {
      return []
    }
  })
  const below = new Set([root])
  for (let size = 0; size < below.size; ) {
    size = below.size
    for (const { pid, parent } of rows) if (below.has(parent)) below.add(pid)
  }
  return rows.reduce((sum, { pid, bytes }) => sum + (below.has(pid) ? bytes : 0), 0)
}

/**
 * Runs Node to its end: seconds by the clock and of all cores, and the peak memory of all its processes together (bytes,
 * sampled 20 times a second). Linux only.
 */
export async function measureProcess(args, options) {
  const [before, start] = [childrenTime(), process.hrtime.bigint()]
  const child = spawn(process.execPath, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] })
  let [peak, errors] = [0, '']
  child.stderr.on('data', text => (errors += text))
  const sampling = setInterval(() => (peak = Math.max(peak, residentBelow(child.pid))), 50)
  const status = await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject))
  clearInterval(sampling)
  const clock = Number(process.hrtime.bigint() - start) / 1e9
  if (status !== 0) throw new Error(`${args.join(' ')}: ${status} ${errors}`)
  return { clock, cores: childrenTime() - before, peak }
}
