import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A fenced block of a page: its language, the file it shows if any, and its text. */
export interface Fence {
  readonly language: string
  readonly file?: string
  readonly text: string
}

/** A command of a transcript, with what it is shown to print. */
export interface Step {
  readonly command: string
  readonly output: string
}

/** The text of a page, by its path from the root of the repository. */
export const pageText = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8')

/** The fenced blocks of a page, in order. A file is named as in ```` ```yaml file=tripline.yaml ````. */
export const fencesOf = (page: string): readonly Fence[] =>
  Array.from(page.matchAll(/^```(\w+)(?: file=(\S+))?\n([\s\S]*?)^```$/gm), ([, language, file, text]) => ({
    language: language!,
    ...(file !== undefined && { file }),
    text: text!,
  }))

/** The commands of a `console` block, each after `$ `. */
export const stepsOf = (transcript: string): readonly Step[] =>
  transcript.split(/^\$ /m).flatMap(part => {
    const [command = '', ...lines] = part.split('\n')
    return command === '' ? [] : [{ command, output: lines.join('\n').trim() }]
  })

/** What a transcript's output matches: durations, ports and packed sizes differ, and a line `…` stands for any lines. */
export function outputPattern(output: string): RegExp {
  const lines = output.split('\n').map(line => {
    if (line.trim() === '…') return '[\\s\\S]*?'
    const literal = line.trimEnd().replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    return literal
      .replace(/\b\d+ ms\b|(?<="ms":)\d+/g, found => found.replace(/\d+/, '\\d+'))
      .replace(/\b\d+(?:\\\.\d)? K?B\b/g, '\\d+(?:\\.\\d)? K?B')
      .replace(/127\\\.0\\\.0\\\.1:\d+/g, '127\\.0\\.0\\.1:\\d+')
  })
  return new RegExp(`^${lines.join('\n')}$`)
}
