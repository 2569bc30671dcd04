import { defineUdf } from './udf.ts'

/** RFC 3986, appendix B, with the authority taken apart. */
const url =
  /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/(?:([^:@/?#]*)(?::([^@/?#]*))?@)?(\[[^\]/?#]*\]|[^:/?#]*)(?::(\d*))?)?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s

/** Parameters as they are written, without decoding; of a repeated one the last counts. */
const parameters = (query: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    query
      .split('&')
      .filter(pair => pair !== '')
      .map(pair => {
        const equals = pair.indexOf('=')
        return equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)]
      }),
  )

/** `parse_url(text)`: the parts of an absolute URL, '' for those that are missing (semantics 16.7). */
export function parseUrl(text: string): string | null {
  const found = url.exec(text)
  if (found === null) return null
  const [, scheme = '', user = '', password = '', host = '', port = '', path = '', query = '', fragment = ''] = found
  return JSON.stringify({
    Scheme: scheme,
    Host: host,
    Port: port,
    Path: path,
    Username: user,
    Password: password,
    'Query Parameters': parameters(query),
    Fragment: fragment,
  })
}

/** `parse_urlquery(text)`: the text is a query, or a URL that has one. */
export const parseUrlQuery = (text: string): string =>
  JSON.stringify({ 'Query Parameters': parameters(text.slice(text.indexOf('?') + 1).replace(/#.*$/s, '')) })

export const parseUrlUdfs = [
  defineUdf({ name: 'parse_url', parameters: ['string'], result: 'dynamic', nulls: 'propagate', call: parseUrl }),
  defineUdf({
    name: 'parse_urlquery',
    parameters: ['string'],
    result: 'dynamic',
    nulls: 'propagate',
    call: parseUrlQuery,
  }),
] as const
