import { openInstance } from '../../../packages/kql/dist/duckdb/instance.js'
import { regexDifferences } from '../../../packages/kql/test/regex/regex-differences.mjs'
import { regexInput } from '../../../packages/kql/test/regex/regex-generator.mjs'
import { failure } from '../failure.mjs'

const textsEach = 20
const connection = await (await openInstance('1GB')).connect()

function make(at) {
  const { pattern, named, texts } = regexInput(at.below(2 ** 32), textsEach)
  const lines = texts.map(text => `${JSON.stringify(text)}\n`)
  return { files: { 'texts.jsonl': Buffer.from(lines.join('')) }, subject: 'texts.jsonl', calls: [], pattern, named }
}

async function run({ files, pattern, named }) {
  const lines = files['texts.jsonl'].toString().split('\n')
  const texts = lines.filter(line => line !== '').map(line => JSON.parse(line))
  const found = await regexDifferences({ pattern, named, texts }, connection)
  return { calls: [], failures: found.map(({ what, detail }) => failure('not as the crate', detail, what)) }
}

export default { make, run }
