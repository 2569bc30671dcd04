import { generateKeyPairSync, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { evidenceBundle } from '../src/index.ts'
import { type FoundBundle, readSigningKey, sealed, sha256, verifyBundle } from '../src/sealing/index.ts'
import { nothing, reading, rule, subject } from './sample-evidence.ts'

const pair = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const pem = (key: typeof privateKey, type: 'pkcs8' | 'spki') =>
    Buffer.from(key.export({ type, format: 'pem' }) as string)
  return {
    sign: readSigningKey('private', pem(privateKey, 'pkcs8'))!,
    key: readSigningKey('public', pem(publicKey, 'spki'))!,
  }
}
const own = pair()
const bundle = evidenceBundle({ ...nothing, rules: [rule], readings: new Map([['tables', [reading({ value: [] })]]]) })
const signed = sealed(subject, bundle, own.sign)
const unsigned = sealed(subject, bundle)

/** A folder with those files, as it is read. */
function found(files: ReadonlyMap<string, string | Uint8Array>): FoundBundle {
  const bytes = (path: string) => (files.has(path) ? Buffer.from(files.get(path)!) : undefined)
  const [manifest, signature] = [bytes('manifest.json')?.toString('utf8'), bytes('manifest.sig')]
  return {
    hashes: new Map([...files].map(([path, content]) => [path, sha256(content)])),
    ...(manifest !== undefined && { manifest }),
    ...(signature && { signature }),
  }
}
const findings = (files: ReadonlyMap<string, string | Uint8Array>, key?: typeof own.key) =>
  verifyBundle(found(files), key).findings.map(({ id, message }) => `${id}: ${message}`)
const changed = (content: string | Uint8Array) =>
  Buffer.concat([Buffer.from(content).subarray(0, -1), Buffer.from('~')])

test('what was written is as it was written, and signed by its key', () => {
  expect(verifyBundle(found(signed), own.key)).toMatchObject({ isSigned: true, findings: [] })
  expect(verifyBundle(found(unsigned))).toMatchObject({ isSigned: false, findings: [] })
  expect(findings(signed)).toEqual(['evidence-signature-unchecked: manifest.sig was not checked'])
})

// What `openssl pkeyutl -verify -rawin` does.
test('the signature is a plain Ed25519 signature of the bytes of the manifest', () => {
  const signature = signed.get('manifest.sig') as Uint8Array
  expect(signature).toHaveLength(64)
  expect(verify(null, Buffer.from(signed.get('manifest.json')!), own.key, signature)).toBe(true)
})

test.each([...signed.keys()])('a change, loss or link of %s is named', path => {
  const content = signed.get(path)!
  for (const key of [own.key, undefined]) {
    const other = findings(new Map([...signed, [path, changed(content)]]), key)
    // A signature that is not checked may be anything.
    if (key || path !== 'manifest.sig') expect(other.join('\n')).toContain(path)
    const fewer = new Map(signed)
    fewer.delete(path)
    expect(findings(fewer, key).join('\n')).toContain(`evidence-file-missing: ${path} is missing`)
  }
  const { hashes, ...rest } = found(signed)
  const linked = { ...rest, hashes: new Map([...hashes, [path, undefined]]) }
  if (path !== 'manifest.json' && path !== 'manifest.sig')
    expect(verifyBundle(linked, own.key).findings).toMatchObject([{ id: 'evidence-file-changed' }])
})

test.each(['extra.txt', 'as-read/extra.json', '.hidden'])('a file that was added is named: %s', path => {
  expect(findings(new Map([...signed, [path, '']]), own.key)).toEqual([
    `evidence-file-extra: ${path} is not in the manifest`,
  ])
})

test('a signature that was added later, and one that was cut off, are found without a key', () => {
  expect(findings(new Map([...unsigned, ['manifest.sig', signed.get('manifest.sig')!]]))).toEqual([
    'evidence-file-extra: manifest.sig is not in the manifest',
  ])
  const cut = new Map(signed)
  cut.delete('manifest.sig')
  expect(findings(cut)).toContain('evidence-file-missing: manifest.sig is missing')
})

test('another key, a bundle sealed anew by somebody else, and one that was never signed', () => {
  const other = pair()
  expect(findings(signed, other.key)).toEqual([expect.stringContaining('evidence-signer-other')])
  expect(findings(sealed(subject, bundle, other.sign), own.key)).toEqual([
    expect.stringContaining('evidence-signer-other'),
  ])
  expect(findings(unsigned, own.key)).toEqual([expect.stringContaining('evidence-signature-absent')])
  const forged = new Map([...signed, ['manifest.sig', sealed(subject, bundle, other.sign).get('manifest.sig')!]])
  expect(findings(forged, own.key)).toEqual([expect.stringContaining('evidence-signature-wrong')])
})

test.each(['', '{}', '[]', 'null', '{"version":1}', '{"version":1,"files":[{}]}'])(
  'a manifest of any origin: %s',
  text => {
    expect(findings(new Map([...unsigned, ['manifest.json', text]]))).toEqual([
      'evidence-manifest-unusable: manifest.json is not a manifest of evidence',
    ])
  },
)

test('a manifest that names a file twice is none', () => {
  const manifest = JSON.parse(String(unsigned.get('manifest.json')))
  const twice = JSON.stringify({ ...manifest, files: [...manifest.files, manifest.files[0]] })
  expect(findings(new Map([...unsigned, ['manifest.json', twice]]))).toEqual([expect.stringContaining('unusable')])
})

test('only an Ed25519 key of the right kind is one', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const pem = (key: typeof privateKey, type: 'pkcs8' | 'spki', more = {}) =>
    Buffer.from(key.export({ type, format: 'pem', ...more }) as string)
  expect(readSigningKey('private', pem(rsa.privateKey, 'pkcs8'))).toBeUndefined()
  expect(
    readSigningKey('private', pem(privateKey, 'pkcs8', { cipher: 'aes-256-cbc', passphrase: 'p' })),
  ).toBeUndefined()
  expect(readSigningKey('private', pem(publicKey, 'spki'))).toBeUndefined()
  expect(readSigningKey('public', pem(privateKey, 'pkcs8'))).toBeUndefined()
  expect(readSigningKey('public', Buffer.from('no key'))).toBeUndefined()
})
