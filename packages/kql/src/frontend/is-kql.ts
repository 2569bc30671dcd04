/// <reference types="@kusto/language-service-next" />
import { bounded } from './bounded.ts'
import { Language, toArray } from './parser.ts'

/** Whether a text is KQL, as far as its syntax shows. Text that cannot be parsed, or not in time, is not. */
export function isKql(text: string): boolean {
  const parsed = bounded(text, () => toArray(Language.KustoCode.Parse(text)!.GetSyntaxDiagnostics()).length === 0)
  return 'value' in parsed && parsed.value
}
