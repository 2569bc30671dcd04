import type { Span } from './source.ts'

/** error: the result is unusable or Sentinel would reject it; warning: it works, but not as intended; info: advice. */
export type Severity = 'error' | 'warning' | 'info'

/** finding: something is wrong in a rule, a test or a query (exit 1); input: a file or setting cannot be read (exit 2). */
export type Category = 'finding' | 'input'

/** One message for the person at the keyboard. */
export interface Diagnostic {
  /** Stable kebab-case name of the kind of message. */
  readonly id: string
  readonly severity: Severity
  readonly category: Category
  readonly message: string
  readonly span?: Span
  /** Kusto's own code (KS142 …) where the official binder reported it. */
  readonly kusto?: string
  /** The code of a refusal or limit of Tripline's own (unsupported-operator …). */
  readonly code?: string
  /** What to write instead. */
  readonly fix?: string
}

/** What a stage returns: `value` is absent only when an error is among the diagnostics. */
export interface Diagnosed<T> {
  readonly value?: T
  readonly diagnostics: readonly Diagnostic[]
}

interface Definition<Arguments extends readonly never[]> {
  readonly severity: Severity
  /** Defaults to `finding`. */
  readonly category?: Category
  readonly message: (...args: Arguments) => string
  readonly fix?: (...args: Arguments) => string | undefined
}

/** Makes a diagnostic of one kind at a span (or of a whole run, without one). */
export type Report<Arguments extends readonly unknown[]> = (span: Span | undefined, ...args: Arguments) => Diagnostic

type Reports<Definitions> = {
  readonly [Id in keyof Definitions]: Definitions[Id] extends { message: (...args: infer Arguments) => string }
    ? Report<Arguments>
    : never
}

/**
 * A package's messages as one table: id -> severity and wording. Returns one maker per id, whose arguments are those of
 * the wording: `report['missing-file'](span, path)`.
 */
export function defineDiagnostics<const Definitions extends Record<string, Definition<never[]>>>(
  definitions: Definitions,
): Reports<Definitions> {
  const makers = Object.entries(definitions as Record<string, Definition<never[]>>).map(([id, definition]) => {
    const make = (span: Span | undefined, ...args: never[]): Diagnostic => {
      const fix = definition.fix?.(...args)
      return {
        id,
        severity: definition.severity,
        category: definition.category ?? 'finding',
        message: definition.message(...args),
        ...(span && { span }),
        ...(fix !== undefined && { fix }),
      }
    }
    return [id, make] as const
  })
  return Object.fromEntries(makers) as Reports<Definitions>
}

export const isError = (diagnostic: Diagnostic): boolean => diagnostic.severity === 'error'
