import { describe, expect, test } from 'vitest'
import { commandLineArguments, parseCommandLine } from '../../../src/functions/string/parse-command-line.ts'
import { parsePath } from '../../../src/functions/string/parse-path.ts'
import { parseUrl, parseUrlQuery } from '../../../src/functions/string/parse-url.ts'
import { parseUserAgent } from '../../../src/functions/string/parse-user-agent.ts'
import { parseXml } from '../../../src/functions/string/parse-xml.ts'
import { RefusedValue } from '../../../src/values/refused-value.ts'

const json = (text: string | null): unknown => (text === null ? null : JSON.parse(text))

describe('parse_url (semantics 16.7)', () => {
  test('splits a URL into its parts', () => {
    expect(json(parseUrl('ftp://ann:pw@[::1]:21/a/b?x=1&y#top'))).toEqual({
      Scheme: 'ftp',
      Host: '[::1]',
      Port: '21',
      Path: '/a/b',
      Username: 'ann',
      Password: 'pw',
      'Query Parameters': { x: '1' },
      Fragment: 'top',
    })
  })

  test('matches the results in microsoft/Kusto-Query-Language#112', () => {
    const signed = 'https://john.doe@www.example.com:123/forum/questions/?tag=networking&order=newest#top'
    expect(json(parseUrl(signed))).toMatchObject({ Host: 'john.doe@www.example.com', Port: '123', Username: '' })
    expect(json(parseUrl('ldap://[2001:db8::7]/c=GB?objectClass?one'))).toMatchObject({
      Host: '[2001:db8:',
      Port: '7]',
      Path: '/c=GB',
      'Query Parameters': {},
    })
    expect(json(parseUrl('mailto:John.Doe@example.com'))).toMatchObject({ Scheme: '', Host: '', Path: '' })
  })

  test('parse_urlquery reads a query with or without a URL', () => {
    const expected = { 'Query Parameters': { a: '1', b: '2=3' } }
    expect(json(parseUrlQuery('a=1&b=2=3'))).toEqual(expected)
    expect(json(parseUrlQuery('https://h/p?a=1&b=2=3#f'))).toEqual(expected)
  })
})

test('parse_path recognises drives, shares, schemes and streams (semantics 16.7)', () => {
  const path = (text: string) => json(parsePath(text)) as Record<string, string>
  expect(path('D:\\logs\\old\\app.log.1')).toEqual({
    Scheme: '',
    RootPath: 'D:\\',
    DirectoryPath: 'D:\\logs\\old',
    DirectoryName: 'old',
    Filename: 'app.log.1',
    Extension: '1',
    AlternateDataStreamName: '',
  })
  expect(path('file:///etc/passwd')).toMatchObject({
    Scheme: 'file',
    DirectoryPath: '/etc',
    Filename: 'passwd',
    Extension: '',
  })
  for (const unsettled of ['C:\\a.txt', 'C:', 'C:/temp/a.txt']) expect(() => path(unsettled)).toThrow(RefusedValue)
  expect(path('C:\\x\\a.txt:hidden.exe')).toMatchObject({ Filename: 'a.txt', AlternateDataStreamName: 'hidden.exe' })
  expect(path('\\\\host\\share\\x.zip')).toMatchObject({
    RootPath: '',
    DirectoryPath: '\\\\host\\share',
    DirectoryName: 'share',
  })
})

test('parse_command_line splits like CommandLineToArgvW (semantics 16.8)', () => {
  // The table of Microsoft's page "Parsing C command-line arguments", behind a program name.
  expect(commandLineArguments('p "a b c" d e')).toEqual(['p', 'a b c', 'd', 'e'])
  expect(commandLineArguments('p "ab\\"c" "\\\\" d')).toEqual(['p', 'ab"c', '\\', 'd'])
  expect(commandLineArguments('p a\\\\\\b d"e f"g h')).toEqual(['p', 'a\\\\\\b', 'de fg', 'h'])
  expect(commandLineArguments('p a\\\\\\"b c d')).toEqual(['p', 'a\\"b', 'c', 'd'])
  expect(commandLineArguments('p a\\\\\\\\"b c" d e')).toEqual(['p', 'a\\\\b c', 'd', 'e'])
  expect(commandLineArguments('"C:\\Program Files\\x.exe"  -v')).toEqual(['C:\\Program Files\\x.exe', '-v'])
  expect(parseCommandLine('a b', 'posix')).toBeNull()
})

describe('parse_xml (semantics 16.9)', () => {
  test('attributes, texts and repeated elements', () => {
    expect(json(parseXml('<e id="7"> t <a/><b>1</b><b>x</b></e>'))).toEqual({
      e: { '@id': '7', '#text': 't', a: null, b: [1, 'x'] },
    })
  })

  test('declarations, comments and instructions are ignored; entities and CDATA are text', () => {
    expect(json(parseXml('<?xml version="1.0"?><!-- c --><e>&lt;&#65;<![CDATA[&]]></e>'))).toEqual({ e: '<A&' })
  })

  test('a number keeps its spelling; digits with leading zeros stay a text', () => {
    expect(parseXml('<e><a>1.50</a><b>007</b></e>')).toBe('{"e":{"a":1.50,"b":"007"}}')
  })

  test.each(['', 'text', '<a>', '<a></b>', '<a/><b/>', `<a>${'x'.repeat(1_048_576)}</a>`])('invalid: null', text => {
    expect(parseXml(text)).toBeNull()
  })
})

test('parse_user_agent returns the requested parts (semantics 16.8)', () => {
  const agent =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.71 Safari/537.36'
  expect(json(parseUserAgent(agent, '["browser","os"]'))).toMatchObject({
    Browser: { Family: 'Chrome', MajorVersion: '120', MinorVersion: '0', Patch: '6099' },
    OperatingSystem: { Family: 'Windows', MajorVersion: '10' },
  })
  expect(json(parseUserAgent('nothing known', '"device"'))).toEqual({
    Device: { Family: 'Other', Brand: '', Model: '' },
  })
  expect(() => parseUserAgent(agent, '"engine"')).toThrow('not settled')
})
