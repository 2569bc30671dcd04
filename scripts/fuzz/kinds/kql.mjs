import { analyseQuery } from '../../../packages/kql/dist/compile.js'
import { speaksOfTheDatabase } from '../../../packages/kql/test/database-words.mjs'
import { callTripline } from '../call-tripline.mjs'
import { filesUnder } from '../corpus.mjs'
import { failure } from '../failure.mjs'
import { mutateBytes } from '../mutate/bytes.mjs'
import { mutateQuery } from '../mutate/query.mjs'
import { catalogue, engineForNext } from '../shared-engine.mjs'

/** Longer queries only take longer; they break in the same ways. */
const longest = 1500

const queries = [
  ...filesUnder('packages/kql/cases', /query\.kql$/).map(({ bytes }) => bytes.toString()),
  ...filesUnder('detections', /(?<!test)\.yaml$/).map(
    ({ bytes }) => /^query: \|\n((?: {2}.*\n|\n)+)/m.exec(bytes)?.[1] ?? '',
  ),
  ...filesUnder('../shared/conformance', /cases.*\.jsonl$/, Number.POSITIVE_INFINITY).flatMap(({ bytes }) =>
    bytes
      .toString()
      .trim()
      .split('\n')
      .map(line => String(JSON.parse(line).kql)),
  ),
].filter(({ length }) => length > 0 && length <= longest)

/** One object, because the binder caches what it derives from it. */
const world = { catalogue }

function make(at) {
  const [query, other] = [at.one(queries), at.one(queries)]
  const damaged = at.chance(0.85)
    ? mutateQuery(at, query, other)
    : mutateBytes(at, Buffer.from(query), Buffer.from(other)).toString()
  const format = at.one(['table', 'json', 'csv', 'ndjson'])
  return {
    files: { 'subject.kql': Buffer.from(damaged, 'utf8') },
    subject: 'subject.kql',
    calls: [['query', '-f', 'subject.kql', '--at', '2026-03-02T10:00:00Z', '--timeout', '3s', '--format', format]],
    // Only now and then through the command, which starts more slowly than most queries run.
    whole: at.chance(0.05),
  }
}

async function run({ files, calls, whole }) {
  if (whole) return { calls: [await callTripline(calls[0])], failures: [] }
  const kql = files['subject.kql'].toString()
  const analysis = analyseQuery(kql, world)
  const answer = await (await engineForNext()).run({ kql, now: 639_000_000_000_000_000n, timeout: 3000 })
  return {
    calls: [],
    failures: [...analysis.diagnostics, ...analysis.refusals, ...answer.diagnostics]
      .flatMap(judge(kql))
      .concat(unsaid(answer)),
  }
}

const judge =
  kql =>
  ({ kind, code, message, fix = '', start, end }) => {
    const word = speaksOfTheDatabase(`${message} ${fix}`, kql)
    return [
      ...(word === undefined ? [] : [failure('speaks of the database', message, word)]),
      ...(kind === 'internal' || code === 'engine-failure' ? [failure('internal', message, code)] : []),
      ...(start >= 0 && start <= end && end <= kql.length
        ? []
        : [failure('span outside', `${start}..${end}: ${message}`, code)]),
    ]
  }

const unsaid = ({ ok, diagnostics }) =>
  ok || diagnostics.some(({ severity }) => severity === 'error') ? [] : [failure('no answer and no error', '')]

export default { make, run }
