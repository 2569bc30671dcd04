import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { keyOf } from './failure.mjs'

/** Only the start of a longer input is shown; the folder has all of it. */
const shown = 1500

const quoted = word => (/^[\w./:=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)

/** A failure as a block of text, with nothing that a terminal would obey. */
export function failureText({ failure, job, input, smaller }, kind) {
  const lines = [`FAILURE ${kind}: ${keyOf(failure)}`, indented(failure.detail)]
  if (job) lines.push(`  replay: pnpm fuzz ${quoted(job.kind)} 1 ${job.seed} --at ${job.index}`)
  if (!input) return plain(lines.join('\n'))
  const commands = input.calls.map(argv => `  tripline ${argv.map(quoted).join(' ')}`)
  const text = smaller.toString('latin1')
  return plain(
    [
      ...lines,
      ...commands,
      `  ${input.subject}, ${smaller.length} of ${input.files[input.subject].length} bytes:`,
      indented(text.slice(0, shown), '  | '),
    ].join('\n'),
  )
}

/** Writes the original input and the minimised one beside it. */
export function saveInput(folder, { job, input, smaller }) {
  const name = `${job.kind.replace(/\W+/g, '-')}-${job.seed}-${job.index}`
  for (const [path, content] of [...Object.entries(input.files), [`${input.subject}.min`, smaller]]) {
    const target = join(folder, name, path)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, content)
  }
}

export function closingLine({ inputs, distinct, failing, peak }, seconds) {
  const rate = Math.round(inputs / seconds)
  return `${inputs} inputs, ${distinct} failures (${failing} inputs), ${seconds.toFixed(1)} s, ${rate} inputs/s, peak ${Math.round(peak / 2 ** 20)} MB\n`
}

const indented = (text, margin = '  ') =>
  text
    .trimEnd()
    .split('\n')
    .map(line => `${margin}${line}`)
    .join('\n')
const plain = text =>
  `${text.replace(/[^\n -~]/g, sign => `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`)}\n\n`
