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

/** What `read` says of a process; `ended` if it is no more. */
function whileRunning(read, ended) {
  try {
    return read()
  } catch {
    return ended
  }
}

/** A process and all below it. */
const processesBelow = pid => [pid, ...whileRunning(() => childrenOf(pid), []).flatMap(processesBelow)]

const childrenOf = pid =>
  readdirSync(`/proc/${pid}/task`).flatMap(thread =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  )

const sum = numbers => numbers.reduce((total, number) => total + number, 0)

/** The pages of processes; those in common count for each. */
const pagesOf = pids =>
  sum(pids.map(pid => whileRunning(() => Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]), 0)))

/** The memory of processes (bytes); pages in common count once. */
const memoryOf = pids => sum(pids.map(pid => whileRunning(() => proportionalSize(pid), 0)))

const proportionalSize = pid =>
  Number(/^Pss: +(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]) * 1024

/** Looks at the memory of a process and all below it. Reading it takes their time, so it is only read when they have grown. */
function memoryWatch(root) {
  let [pages, peak] = [0, 0]
  return {
    look() {
      const pids = processesBelow(root)
      const now = pagesOf(pids)
      if (now < pages * 1.02) return
      pages = now
      peak = Math.max(peak, memoryOf(pids))
    },
    /** Bytes. */
    peak: () => peak,
  }
}

/**
 * Runs Node to its end: seconds by the clock and of all cores, and the peak memory of all its processes together (bytes,
 * sampled 10 times a second), and what it prints. It must end with one of `statuses`. Linux only.
 */
export async function measureProcess(args, options, statuses = [0]) {
  const [before, start] = [childrenTime(), process.hrtime.bigint()]
  const child = spawn(process.execPath, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, errors] = ['', '']
  child.stdout.on('data', text => (stdout += text))
  child.stderr.on('data', text => (errors += text))
  const memory = memoryWatch(child.pid)
  const sampling = setInterval(memory.look, 100)
  const status = await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject))
  clearInterval(sampling)
  const clock = Number(process.hrtime.bigint() - start) / 1e9
  if (!statuses.includes(status)) throw new Error(`${args.join(' ')}: ${status} ${errors}`)
  return { clock, cores: childrenTime() - before, peak: memory.peak(), stdout }
}
