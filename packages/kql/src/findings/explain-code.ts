import { lookUp } from '@tripline/diagnostics'
import { type CodeEntry, refusalCodes } from '../refusals/refusal-code.ts'
import { findingId, isKustoCode } from './query-finding.ts'

const block = (kql: string): string => `\`\`\`kusto\n${kql}\n\`\`\``

/**
 * What a code means, in Markdown: codes of refusals, limits and failures, and those of the official parser; undefined for
 * unknown codes.
 */
export function explainCode(code: string): string | undefined {
  if (isKustoCode(code)) return kustoPage(code)
  const entry: CodeEntry | undefined = lookUp(refusalCodes, code)
  return entry && codePage(code, entry)
}

function codePage(code: string, { kind, means, why, example, instead, advice }: CodeEntry): string {
  const sections = [
    `# ${code}`,
    means,
    `## Why\n\n${why} Reported as ${findingId({ code, kind })}, kind ${kind}.`,
    ...(example === undefined ? [] : [`## Avoid\n\n${block(example)}`]),
    ...(instead === undefined ? [] : [`## Prefer\n\n${block(instead)}`]),
    ...(advice === undefined ? [] : [`## What to do\n\n${advice}`]),
  ]
  return `${sections.join('\n\n')}\n`
}

/** The parser's codes below KS100 are syntax errors. */
function kustoPage(code: string): string {
  const kind = /^KS0/.test(code) ? 'syntax' : 'semantic'
  const about =
    kind === 'syntax' ? 'the text is not KQL' : 'the text is KQL, but a name, a type or an argument in it is wrong'
  return `# ${code}\n\nA code of the official KQL parser, which Sentinel uses too: ${about}.\n\n## Why\n\nIts message names what is wrong, at its position. Tripline passes the message on unchanged and reports it as ${findingId({ code, kind })}.\n`
}
