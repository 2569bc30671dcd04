import type { Ended } from '../cli.ts'

/** A message as a program or a reader finds it in what a verb shows. */
export interface Found {
  readonly id: string
  /** `path:line:column` */
  readonly at: string
  readonly text: string
}

interface JsonDiagnostic {
  readonly id: string
  readonly file?: string
  readonly line?: number
  readonly column?: number
  readonly message: string
}

interface SarifResult {
  readonly ruleId: string
  readonly message: { readonly text: string }
  readonly locations?: readonly [
    {
      readonly physicalLocation: {
        readonly artifactLocation: { readonly uri: string }
        readonly region?: { readonly startLine: number; readonly startColumn: number }
      }
    },
  ]
}

/** How to find the messages in each format. */
export const finders = {
  human: (text: string): readonly Found[] =>
    text
      .replaceAll(/^ +/gm, '')
      .split(/^(?=.*:\d+:\d+ (?:error|warning|info) )/m)
      .flatMap(block => {
        const [, at, id] = /^(.*:\d+:\d+) \w+ (\S+)/.exec(block) ?? []
        return at && id ? [{ at, id, text: block }] : []
      }),

  json(text: string): readonly Found[] {
    const { diagnostics, cases = [] } = JSON.parse(text) as {
      readonly diagnostics: readonly JsonDiagnostic[]
      readonly cases?: readonly { readonly diagnostics: readonly JsonDiagnostic[] }[]
    }
    return [...diagnostics, ...cases.flatMap(one => one.diagnostics)].map(({ id, file, line, column, message }) => ({
      id,
      at: `${file}:${line}:${column}`,
      text: message,
    }))
  },

  sarif(text: string): readonly Found[] {
    const [{ results, invocations = [] }] = JSON.parse(text).runs as [
      { results: SarifResult[]; invocations?: { toolConfigurationNotifications?: SarifResult[] }[] },
    ]
    const all = [...results, ...invocations.flatMap(one => one.toolConfigurationNotifications ?? [])]
    return all.map(({ ruleId: id, message, locations }) => {
      const { artifactLocation, region } = locations?.[0]?.physicalLocation ?? {}
      const path = decodeURIComponent(artifactLocation?.uri ?? '')
      return { id, at: `${path}:${region?.startLine}:${region?.startColumn}`, text: message.text }
    })
  },

  github: (text: string): readonly Found[] =>
    text.split('\n').flatMap(line => {
      const [, path, row, column, id, message] =
        /file=(.*?),line=(\d+),(?:.*?col=(\d+),)?.*?title=([\w-]+).*?::(.*)$/.exec(line) ?? []
      return path && id && message ? [{ id, at: `${path}:${row}:${column}`, text: message }] : []
    }),
} as const satisfies Record<string, (text: string) => readonly Found[]>

export type Format = keyof typeof finders

/** All that a verb says, on whichever stream. */
export const shown = ({ stdout, stderr }: Ended): string => `${stdout}\n${stderr}`
