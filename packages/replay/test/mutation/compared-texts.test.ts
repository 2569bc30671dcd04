import { expect, test } from 'vitest'
import { comparedTexts } from '../../src/mutation/compared-texts.ts'

// Each query says itself which column it compares with which text.
test.each([
  ['T | where App != "Scanner"', 'App', 'Scanner'],
  ["T | where App =~ 'Scanner'", 'App', 'Scanner'],
  ['T | where not(App has_any ("Scanner", "Probe"))', 'App', 'Scanner'],
  ['T | where App !in~ ("Scanner")', 'App', 'Scanner'],
  ['T | where App !has_cs "Scanner"', 'App', 'Scanner'],
  ['T | where App in (dynamic(["Scanner"]))', 'App', 'Scanner'],
  ['let known = dynamic(["Scanner", "Probe"]);\nT | where App !in (known)', 'App', 'Scanner'],
  ['let known = "Scanner";\nT | where App == known', 'App', 'Scanner'],
])('the text that a column is compared with: %s', (kql, column, text) => {
  expect(comparedTexts(kql)).toEqual([{ column, text }])
})

test.each(['T | where n >= 10', 'T | where App == other', 'T | extend App = "Scanner"', 'T | where App != ""'])(
  'there is none: %s',
  kql => {
    expect(comparedTexts(kql)).toEqual([])
  },
)
