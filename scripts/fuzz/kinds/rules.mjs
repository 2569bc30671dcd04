import { checkInOneProject } from '../call-check.mjs'
import { callEach } from '../call-tripline.mjs'
import { fileAt, filesUnder } from '../corpus.mjs'
import { mutateDocument } from '../mutate/document.mjs'
import { hostileTexts } from '../mutate/shards.mjs'
import { unreadableText } from '../unreadable.mjs'

const isRule = /(?<!\.test|tripline)\.ya?ml$/
const rules = [
  'detections',
  'packages/rules/cases',
  '../shared/conformance/rules',
  '../shared/adoption/rules',
  '../shared/faults/files',
]
  .flatMap(folder => filesUnder(folder, isRule))
  .map(({ bytes }) => bytes)

const project = {
  'tripline.yaml': fileAt('tripline.yaml'),
  'test-data/watchlists/corp-networks.csv': fileAt('test-data/watchlists/corp-networks.csv'),
}

/** What a file name can contain: no null character, and no lone surrogate, which the file system would replace. */
const fileSigns = hostileTexts.filter(text => !/\0|\p{Cs}/u.test(text))

/** Calls to `check`, most of them with the project already read. */
const calls = [
  [12, () => [['check', '--format', 'json']]],
  [4, () => [['check', '--format', 'sarif']]],
  [4, () => [['check', '--format', 'github']]],
  [8, () => [['check']]],
]

/** Calls to the whole command, which reads the project again. */
const wholeCalls = [
  [4, () => [['check']]],
  [2, path => [['fmt', '--check', path]]],
  [
    2,
    path => [
      ['fmt', '--write', path],
      ['fmt', '--check', path],
      ['check', path, '--format', 'json'],
    ],
  ],
  [
    1,
    path => [
      ['check', '--baseline', 'baseline.json', '--write-baseline'],
      ['check', path, '--baseline', 'baseline.json'],
    ],
  ],
  ...['arm', 'bicep', 'rest', 'terraform'].map(target => [1, path => [['compile', path, '--target', target]]]),
]

const check = checkInOneProject()

function make(at) {
  const name = at.chance(0.03) ? `${at.one(fileSigns)}a` : 'subject'
  const subject = `detections/${name.replaceAll('/', '')}.yaml`
  const whole = at.chance(0.08)
  const damaged = mutateDocument(at, at.one(rules), at.one(rules))
  return {
    files: { ...project, [subject]: damaged },
    subject,
    calls: at.weighted(whole ? wholeCalls : calls)(subject),
    whole,
    writes: [subject, 'baseline.json'],
  }
}

const run = async ({ calls: wanted, whole }) => ({
  calls: whole ? await callEach(wanted) : [await check(wanted[0])],
  failures: [],
})

export default { make, run, unreadable: unreadableText }
