import { formatIn } from './call-tripline.mjs'
import { escaped, failure, topFrame } from './failure.mjs'

const known = new Set([0, 1, 2])
const isDocument = ({ argv }) => ['json', 'sarif'].includes(formatIn(argv))

/**
 * What a terminal or a CI runner would obey or hide: the Azure Pipelines agent looks for ##vso[ anywhere in a line,
 * GitHub's runner for ##[ anywhere and for :: at its start.
 */
const obeyed = [
  ['a control character', /(?![\t\n])\p{Cc}/u],
  ['a bidirectional or line sign', /[\p{Bidi_Control}\p{Zl}\p{Zp}]/u],
  ['##vso[', /##vso\[/i],
  ['##[', /##\[/],
  ['::', /^[^\S\n]*::/m],
]
/** What may be there, by format: GitHub's commands, and the line ends of CSV (RFC 4180). */
const own = { github: /^::(?:error|warning|notice) [^\n]*$/gm, csv: /\r(?=\n)/g }

const escapedSigns = text => text.replace(/[^ -~]/g, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** What a call of the command, `{ argv, code?, error?, stdout, stderr }`, must never do: each row returns failures. */
const rows = [
  ({ offsets, argv }) =>
    offsets.slice(0, 1).map(({ path, offset, length, stack }) => {
      const detail = `offset ${offset} of ${path}, which has ${length}: ${argv.join(' ')}`
      return failure('span outside', detail, topFrame(stack.replace(/^.*(?:onOffset|positionAt).*\n/gm, '')))
    }),
  ({ error }) => (error ? [escaped('exception', error)] : []),
  ({ code, stderr }) =>
    code === 70
      ? [failure('exit 70', stderr, `${/^\w*Error\b[^\n]{0,60}/m.exec(stderr)?.[0] ?? ''} ${topFrame(stderr)}`)]
      : [],
  ({ code, error }) => (error || code === 70 || known.has(code) ? [] : [failure('exit code', code)]),
  ({ stdout, stderr }) => {
    const found = /"kind":\s*"internal"|engine-failure|the query could not be run/.exec(`${stdout}\n${stderr}`)
    return found ? [failure('internal', around(`${stdout}\n${stderr}`, found.index), found[0])] : []
  },
  call =>
    ['stdout', 'stderr'].flatMap(name => {
      const text = call[name].replace(own[formatIn(call.argv)] ?? '', '')
      return obeyed.flatMap(([what, pattern]) => {
        const found = pattern.exec(text)
        const frame = `${what} on ${name} of ${call.argv[0]}, ${formatIn(call.argv)}`
        return found ? [failure('obeyed output', escapedSigns(around(text, found.index)), frame)] : []
      })
    }),
  call => {
    if (!isDocument(call) || call.stdout === '') return []
    try {
      JSON.parse(call.stdout)
      return []
    } catch (error) {
      return [failure('output is no JSON', error.message)]
    }
  },
  ({ code, stdout, stderr, argv }) =>
    code > 0 && `${stdout}${stderr}`.trim() === '' ? [failure('silent exit', `${argv.join(' ')} exits ${code}`)] : [],
  call =>
    call.code === 0 && isDocument(call) && /"severity": "error"/.test(call.stdout)
      ? [failure('errors, exit 0', call.stdout)]
      : [],
]

const around = (text, index) => text.slice(Math.max(0, index - 80), index + 200)

export const judgeCall = call => rows.flatMap(row => row(call))

/** `reason`: why the file cannot be read. */
export const judgeUnread = (reason, calls) =>
  reason !== undefined && calls.length > 0 && calls.every(({ code }) => code === 0)
    ? [failure('silently ignored', `${reason}, and ${calls[0].argv.join(' ')} exits 0`, reason)]
    : []

export const judgeChanges = paths => (paths.length > 0 ? [failure('stray write', paths.join(', '))] : [])

export const judgeTwice = (first, second) => {
  const [before, after] = [first, second].map(calls => JSON.stringify(calls))
  if (before === after) return []
  const at = [...before].findIndex((sign, index) => sign !== after[index])
  return [failure('not the same twice', `${around(before, at)}\n--- and then ---\n${around(after, at)}`)]
}
