import { createHash } from 'node:crypto'
import type { Evidence, Gap } from '../evidence.ts'
import { jsonFile } from '../file-text.ts'
import type { ControlRow } from './controls.ts'

/** The file satisfies NIST's JSON Schema of this version and of 1.2.3. */
const oscalVersion = '1.2.1'

/**
 * OSCAL assessment results: an observation for everything that supports a section, and for every gap. There are no findings,
 * because these would say that a section is satisfied or not.
 */
export function assessmentResults({ subject, gaps }: Evidence, controls: readonly ControlRow[]): string {
  const id = (...names: readonly string[]) => nameUuid(JSON.stringify([subject, ...names]))
  const { tool, workspace, resource, from, to, at } = subject
  const plan = id('plan')
  const observed = { collected: at }
  const supporting = controls.map((row, index) => ({
    uuid: id('control', String(index)),
    title: line(`45 CFR ${row.cite} ${row.title}`),
    description: line(row.supports),
    methods: [methodOf(row.file)],
    'relevant-evidence': [{ href: row.file, description: line(row.supports) }],
    ...observed,
    remarks: line(`Does not show: ${row.open}`),
  }))
  const missing = gaps.map((gap, index) => ({
    uuid: id('gap', String(index)),
    title: line(`Gap: ${gap.what}`),
    description: line(gapText(gap)),
    methods: ['EXAMINE'],
    'relevant-evidence': [{ href: 'gaps.json', description: line(gapText(gap)) }],
    ...observed,
  }))
  const ids = [...new Set(controls.map(({ cite }) => controlId(cite)))].sort()
  return jsonFile({
    'assessment-results': {
      uuid: id('results'),
      metadata: {
        title: line(`Evidence about ${workspace}`),
        'last-modified': at,
        version: line(`${from} to ${to}`),
        'oscal-version': oscalVersion,
      },
      'import-ap': { href: `#${plan}` },
      results: [
        {
          uuid: id('result'),
          title: line(`Evidence about ${workspace}, ${from} to ${to}`),
          description: line(
            `Collected from ${resource} by ${tool}. It supports the sections that it names; whether they are satisfied is not said.`,
          ),
          start: `${from}T00:00:00Z`,
          end: `${to}T23:59:59Z`,
          'reviewed-controls': {
            'control-selections': [{ 'include-controls': ids.map(one => ({ 'control-id': one })) }],
          },
          observations: [...supporting, ...missing],
        },
      ],
      'back-matter': {
        resources: [
          {
            uuid: plan,
            title: 'No assessment plan',
            description: 'The evidence was collected without an assessment plan.',
          },
        ],
      },
    },
  })
}

const gapText = ({ what, reason, isFailure }: Gap): string =>
  `${what} ${isFailure ? 'could not be read' : 'is not included'}: ${reason}`

/** Files that say what was tried, rather than what was looked at. */
const methodOf = (file: string): string => (/^(?:tests|archive)\//.test(file) ? 'TEST' : 'EXAMINE')

/** OSCAL's texts have no line breaks, and no spaces at their ends. */
const line = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** A section as a token: `164.312(b)` is `cfr-45-164.312-b`. */
const controlId = (cite: string): string => `cfr-45-${cite.replace(/[^\p{L}\p{N}.]+/gu, '-').replace(/^-|-$/g, '')}`

/** A UUID of version 5 (RFC 9562) in the namespace of URLs. */
function nameUuid(name: string): string {
  const hash = createHash('sha1').update(Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex')).update(name).digest()
  hash[6] = (hash[6]! & 0x0f) | 0x50
  hash[8] = (hash[8]! & 0x3f) | 0x80
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
