/** Runs the tests of blobs against Azurite, which npx installs (about 200 MB): the emulator's blobs are to behave as its do. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** The last version for Node.js 20. */
const azurite = 'azurite@3.35.0'

/** Published, the same everywhere. */
const account = 'devstoreaccount1'
const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  return port
}

async function isListening(port) {
  const socket = connect(port, '127.0.0.1')
  return Promise.race([once(socket, 'connect').then(() => true), once(socket, 'error').then(() => false)])
    .catch(() => false)
    .finally(() => socket.destroy())
}

const port = await freePort()
const flags = ['--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry', '--silent']
const server = spawn('npx', ['-y', '-p', azurite, 'azurite-blob', '--blobPort', String(port), ...flags], {
  stdio: 'inherit',
  detached: true,
})
let hasEnded = false
server.on('exit', () => {
  hasEnded = true
})
const end = Date.now() + 600_000
while (!hasEnded && Date.now() < end && !(await isListening(port))) await setTimeout(500)

let code = 1
if (hasEnded) process.stderr.write(`${azurite} could not be started\n`)
else {
  const endpoint = `http://127.0.0.1:${port}/${account}`
  const connection = `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${key};BlobEndpoint=${endpoint};`
  const config = fileURLToPath(new URL('vitest.config.ts', import.meta.url))
  const tests = spawn('npx', ['vitest', 'run', '--config', config, '--root', '.'], {
    stdio: 'inherit',
    env: { ...process.env, AZURITE: connection },
  })
  ;[code] = await once(tests, 'exit')
  // npx is not alone in its group.
  process.kill(-server.pid)
}
process.exitCode = code ?? 1
