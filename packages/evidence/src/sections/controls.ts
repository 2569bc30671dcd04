import type { Evidence } from '../evidence.ts'
import { csvFile } from '../file-text.ts'

/** What the law asks for, and how far the files of a bundle can support it. */
interface Control {
  readonly cite: string
  readonly title: string
  /** The standard about it, as NIST SP 800-66 Revision 2 names it. */
  readonly guidance: string
  /** What supports it, by file. */
  readonly support: Readonly<Record<string, string>>
  /** What the bundle does not show. */
  readonly open: string
}

const controls: readonly Control[] = [
  {
    cite: '164.308(a)(1)(ii)(D)',
    title: 'Information system activity review',
    guidance: 'SP 800-66r2, Security Management Process',
    support: {
      'rules.csv': 'rules that examine logs are deployed, and how they differ from the reviewed files',
      'runs.csv': 'how often rules ran, how often they failed, and the longest time without a run',
      'changes.csv': 'who changed rules, and which changes no deployment recorded',
      'tests/cases.csv': 'that rules fire when they must, and stay quiet otherwise, over recorded logs',
    },
    open: 'that people look at alerts and incidents regularly, and what they do about them',
  },
  {
    cite: '164.312(b)',
    title: 'Audit controls',
    guidance: 'SP 800-66r2, Audit Controls',
    support: {
      'rules.csv': 'recorded activity is examined by rules',
      'retention.csv': 'activity is recorded in tables, and how long they keep it',
      'as-read/tables.json': 'the settings of all tables as the service answered',
    },
    open: 'that every system with electronic protected health information sends its logs to the workspace',
  },
  {
    cite: '164.316(b)(2)(i)',
    title: 'Time limit',
    guidance: 'SP 800-66r2, Documentation',
    support: {
      'retention.csv': 'how many days each table keeps rows; six years are 2,191 or 2,192 days',
      'archive/verification.json':
        'which days are archived, whether they are as recorded, and whether the policy of the vault is locked for long enough',
      'as-read/immutabilityPolicies.json': 'the policies as the service answered',
    },
    open: 'documentation that is kept elsewhere, such as policies and records of reviews',
  },
]

const header = ['cite', 'title', 'guidance', 'supports', 'file', 'doesNotShow']
const subject = 'a rule supports the section; it does not satisfy it by itself'

/** A row of `controls.csv`. */
export interface ControlRow {
  readonly cite: string
  readonly title: string
  readonly guidance: string
  readonly supports: string
  readonly file: string
  readonly open: string
}

/** What the files of a bundle support: sections that everything here is about, and those that rules cite. */
export function controlRows({ rules }: Evidence, files: ReadonlySet<string>): readonly ControlRow[] {
  const general = controls.flatMap(({ cite, title, guidance, support, open }) =>
    Object.entries(support)
      .filter(([file]) => files.has(file))
      .map(([file, supports]) => ({ cite, title, guidance, supports, file, open })),
  )
  const cites = [...new Set(rules.flatMap(rule => rule.cites))].sort()
  const cited = cites.map((cite): ControlRow => {
    const citing = rules.filter(rule => rule.cites.includes(cite))
    const live = citing.filter(({ isEqual }) => isEqual).length
    const { title = '', guidance = '' } = controls.find(control => control.cite === cite) ?? {}
    const names = citing.map(({ name }) => name).join('; ')
    const supports = `${live} of ${citing.length} rules that cite it are in force as in their files: ${names}`
    return { cite, title, guidance, supports, file: 'rules.csv', open: subject }
  })
  return [...general, ...cited]
}

export const controlsCsv = (rows: readonly ControlRow[]): string =>
  csvFile(
    header,
    rows.map(({ cite, title, guidance, supports, file, open }) => [
      `45 CFR ${cite}`,
      title,
      guidance,
      supports,
      file,
      open,
    ]),
  )
