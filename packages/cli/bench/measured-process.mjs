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

/** The memory of a process (bytes): its own, and its share of the pages that it has in common with others; 0 once it has ended. */
function memoryOf(pid) {
  try {
    return Number(/^Pss: +(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]) * 1024
  } catch {
    return 0
  }
}

/** The memory of a process and all below it (bytes). */
function memoryBelow(root) {
  const parents = new Map(
    readdirSync('/proc')
      .filter(name => /^\d+$/.test(name))
      .flatMap(pid => {
        try {
          return [[Number(pid), Number(statOf(pid)[1])]]
        } catch {
          return []
        }
      }),
  )
  const below = new Set([root])
  for (let size = 0; size < below.size; ) {
    size = below.size
    for (const [pid, parent] of parents) if (below.has(parent)) below.add(pid)
  }
  return Array.from(below, memoryOf).reduce((sum, bytes) => sum + bytes, 0)
}

/**
 * Runs Node to its end: seconds by the clock and of all cores, and the peak memory of all its processes together (bytes,
 * sampled 10 times a second), and what it prints. It must end with one of `statuses`. Linux only.
 */
export async function measureProcess(args, options, statuses = [0]) {
  const [before, start] = [childrenTime(), process.hrtime.bigint()]
  const child = spawn(process.execPath, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let [peak, stdout, errors] = [0, '', '']
  child.stdout.on('data', text => (stdout += text))
  child.stderr.on('data', text => (errors += text))
  const sampling = setInterval(() => (peak = Math.max(peak, memoryBelow(child.pid))), 100)
  const status = await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject))
  clearInterval(sampling)
  const clock = Number(process.hrtime.bigint() - start) / 1e9
  if (!statuses.includes(status)) throw new Error(`${args.join(' ')}: ${status} ${errors}`)
  return { clock, cores: childrenTime() - before, peak, stdout }
}
