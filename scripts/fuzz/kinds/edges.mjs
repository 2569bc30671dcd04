import { edgeCall } from '../../../packages/kql/test/edge-calls.mjs'
import { edgeFaults } from '../../../packages/kql/test/edge-faults.mjs'
import { failure } from '../failure.mjs'
import { engineForNext } from '../shared-engine.mjs'

function make(at) {
  const call = edgeCall(at.below(2 ** 32), at.index)
  return { files: { 'calls.json': Buffer.from(JSON.stringify(call, undefined, 1)) }, subject: 'calls.json', calls: [] }
}

async function run({ files }) {
  const found = await edgeFaults(JSON.parse(files['calls.json']), await engineForNext())
  return { calls: [], failures: found.map(({ what, detail }) => failure('edge', detail, what)) }
}

export default { make, run }
