import { budgets } from '@tripline/budgets'
import { type Diagnosed, type Diagnostic, type SourceFile, startOf } from '@tripline/diagnostics'
import { EVENT_ID, type Event, parseEvents, YAMLException } from 'js-yaml'
import { buildDocument } from './build/build-document.ts'
import { yamlReport } from './build/yaml-report.ts'
import type { YamlNode } from './node.ts'

/**
 * Reads the one YAML 1.2 document of a file. `value` is absent if the text is not valid YAML, is empty, holds several
 * documents, or uses unsupported features (merge keys, custom tags, keys that are not text, aliases that expand too far).
 * A duplicate key is an error too, but `value` is present and has the last value of the key.
 */
export function parseYaml(file: SourceFile): Diagnosed<YamlNode> {
  const events = eventsOf(file)
  if (!Array.isArray(events)) return { diagnostics: [events] }
  if (countValues(events) > budgets['yaml-values'].limit)
    return { diagnostics: [yamlReport['yaml-too-large'](startOf(file))] }
  if (events.every(isUnwritten)) return { diagnostics: [yamlReport['yaml-empty'](startOf(file))] }
  const second = events.findIndex((event, index) => index > 0 && event.type === EVENT_ID.DOCUMENT)
  if (second !== -1) {
    const start =
      events
        .slice(second)
        .map(startOfEvent)
        .find(offset => offset >= 0) ?? file.text.length
    return { diagnostics: [yamlReport['yaml-several-documents']({ file, start, end: start })] }
  }
  const { value, diagnostics } = buildDocument(file, events.slice(1, -1))
  const readable = diagnostics.every(({ id }) => id === 'yaml-duplicate-key')
  return { ...(readable && value && { value }), diagnostics }
}

function eventsOf(file: SourceFile): Event[] | Diagnostic {
  try {
    return parseEvents(file.text, {})
  } catch (error) {
    if (!(error instanceof YAMLException) || !error.mark) throw error
    const start = Math.min(error.mark.position, file.text.length)
    return yamlReport['yaml-malformed']({ file, start, end: start }, error.reason)
  }
}

const countValues = (events: readonly Event[]): number =>
  events.reduce((sum, { type }) => sum + (type === EVENT_ID.POP ? 0 : 1), 0)

/** First offset that an event knows; -1 where nothing is written. */
function startOfEvent(event: Event): number {
  if ('start' in event) return event.start
  if ('valueStart' in event) return event.valueStart
  return 'anchorStart' in event ? event.anchorStart : -1
}

const isUnwritten = (event: Event) => startOfEvent(event) === -1
