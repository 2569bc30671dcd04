import { describe, expect, test } from 'vitest'
import { hostileStrings, hostileTexts } from './hostile-strings.ts'
import { runnerCommands, terminalTricks } from './runner-commands.ts'

/** The halves do nothing alone. */
const {
  'halves of a command': half,
  'the other half': otherHalf,
  colon,
  'colon and command': colonFirst,
  ...whole
} = hostileStrings

describe('what is hostile', () => {
  test.each(Object.entries(whole))('is found as such: %s', (_, text) => {
    expect([...runnerCommands(text), ...terminalTricks(text)]).not.toEqual([])
  })

  test.each([half! + otherHalf!, colon! + colonFirst!, ...hostileTexts])('is found when put together: %j', text => {
    expect(runnerCommands(text)).not.toEqual([])
  })

  test.each([
    'a::b::c',
    'std::error::x',
    '## Heading',
    '# # vso[a.b]',
    'vso[task.complete]',
    'é\u200d',
    '\u001b[1mbold\u001b[22m',
  ])('is not found in %j', text => expect([...runnerCommands(text), ...terminalTricks(text)]).toEqual([]))
})
