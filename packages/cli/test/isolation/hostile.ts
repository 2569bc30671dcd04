import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { rule } from '../sample.ts'

/** The verbs that read whatever lies in a project. */
export type Verb = 'check' | 'fmt' | 'compile' | 'test'

/** What a pull request may bring beside good files, and what is said of it. */
export interface Hostile {
  readonly name: string
  /** By path in the project; `X` stands for a name that no other row has. */
  readonly files: Readonly<Record<string, Content>>
  /** Undefined when no verb says anything. */
  readonly said?: Said
}

export interface Said {
  readonly verbs: readonly Verb[]
  readonly id: string
  /** The beginning of its `path:line:column`. */
  readonly at: string
  /** A part of the message, where the id alone could stand for something else. */
  readonly says?: string
  /** That of each verb when nothing else is wrong. */
  readonly code: 1 | 2
}

/** What a file holds, or how something else comes to be at its path. */
export type Content = string | Buffer | ((path: string) => void)

export const nameFor = (index: number): string => `x${String(index).padStart(2, '0')}`

/** A path with the name that stands for `X` in it. */
export const pathFor = (path: string, index: number): string => path.replace('/X', `/${nameFor(index)}`)

/** Writes files of rows to a project. A row has the same names whether the others are there or not. */
export function writeHostile(folder: string, rows: readonly Hostile[], indices: Iterable<number> = rows.keys()): void {
  for (const index of indices) {
    for (const [path, content] of Object.entries(rows[index]!.files)) {
      const target = join(folder, pathFor(path, index))
      mkdirSync(dirname(target), { recursive: true })
      if (typeof content === 'function') content(target)
      else writeFileSync(target, typeof content === 'string' ? distinct(content, index) : content)
    }
  }
}

/** Rules have names and ids of their own, and tests name the rule of their row. */
const distinct = (text: string, index: number): string =>
  text.replace(/(?<=^rule: |^name: |\.\.\/logs\/)X/gm, nameFor(index)).replace(/3a12$/m, String(4000 + index))

/** A rule with another query. */
export const ruleWith = (query: string): string =>
  rule
    .replace(/name: .*/, 'name: X')
    .replace(/3a11$/m, '3a12')
    .replace(/query: \|\n( {2}.*\n)+/, () => `query: |\n  ${query}\n`)
    .replace(/entityMappings:[\s\S]*/, '')

/** A test with one case that expects nothing; its own lines start on line 5. */
export const testOf = (ruleFile: string, lines: readonly string[]): string =>
  `rule: ${ruleFile}\ncases:\n  - name: hostile\n    ${['expect: { alerts: [] }', ...lines].join('\n    ')}\n`

export const once = 'at: 2026-03-02T10:00:00Z'
