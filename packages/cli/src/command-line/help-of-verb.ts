interface Example {
  readonly what: string
  readonly command: string
}

/** What help says about a verb beside its arguments. */
export interface HelpOfVerb {
  /** Paragraphs, wrapped when they are shown. */
  readonly description: readonly string[]
  readonly examples: readonly Example[]
  /** When the command ends with each code; 70 means the same everywhere. */
  readonly exitCodes: readonly (readonly [code: number, when: string])[]
}

/** The reason for exit code 2 that nearly every verb has. */
export const noFiles = 'an option or a file cannot be used'
