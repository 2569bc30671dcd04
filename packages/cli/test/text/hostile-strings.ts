/** What a pull request or a service may put into any text that is printed. */
export const hostileStrings: Readonly<Record<string, string>> = {
  'GitHub Actions': '::warning file=a.yaml,line=1::pwned',
  'GitHub Actions, after blanks': ' \t\u00a0\u3000::error::pwned',
  'GitHub Actions, on a line of its own': 'a\n::set-output name=a::b\r\n::add-mask::e\r::stop-commands::x',
  'GitHub Actions, after an invisible character': '\u200b\ufeff\u00ad::error::pwned',
  'GitHub Actions, after a joiner': '\u3000\u200d::error::pwned',
  'GitHub Actions, the old form': 'see ##[set-env name=NODE_OPTIONS]--require=/tmp/x and ##[group]a',
  'Azure Pipelines': 'see ##vso[task.setvariable variable=PATH]/tmp and ##[error]pwned',
  'Azure Pipelines, in capitals': '##VSO[task.complete result=Succeeded]done',
  'Azure Pipelines, no whole command': '##vso',
  'Azure Pipelines, split by an invisible character':
    '#\u200d#v\u200cso[task.logissue type=error]a #\ufe0f#\u2060[error]b',
  TeamCity: "##teamcity[buildStatus status='SUCCESS']",
  'Travis CI': 'travis_fold:start:a travis_time:start:b',
  GitLab: 'section_start:1:a[collapsed=true]\r\u001b[0Ka',
  Jenkins: '\u001b[8mha:AAAA\u001b[0m',
  'a new title': '\u001b]0;pwned\u0007\u001b]0;pwned\u001b\\',
  'a link': '\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007',
  'the clipboard': '\u001b]52;c;cm0gLXJmIC8=\u0007',
  'a cleared screen': '\u001b[2J\u001b[H\u001bc',
  'controls of eight bits': '\u009b2J\u009d0;pwned\u009c\u0085::error::pwned',
  'an overwritten line': 'error\rok   \b\b\v\f\u007f',
  'reordered text': '\u202egnp.exe\u202c \u2066a\u2069 \u200f\u061c',
  'other line separators': 'a\u2028::error::b\u2029##[error]c',
  'hidden text': 'admin\u200b\u2060\ufeff\u{e0041}\u{e0042}',
  NUL: 'a\0b',
  'half a character': '\ud83d ::error:: \ude00',
  'halves of a command': '#',
  'the other half': '#vso[task.setvariable variable=a]b',
  colon: ':',
  'colon and command': ':error::pwned',
}

/** All in one line, and each on a line of its own. */
export const hostileTexts: readonly string[] = [
  Object.values(hostileStrings)
    .join(' ')
    .replace(/[\r\n]/g, ''),
  `a\n${Object.values(hostileStrings).join('\n')}`,
]
