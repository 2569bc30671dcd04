import { defineUdf } from './udf.ts'

/**
 * An absolute URL as the engine takes it apart: it needs `://`, who signs in needs a password, and the port stands
 * behind the last colon, within an IPv6 address too.
 */
const url =
  /^([A-Za-z][A-Za-z0-9+.-]*):\/\/(?:([^:@/?#]*):([^@/?#]*)@)?(?:([^/?#]*):([^:/?#]*)|([^/?#]*))([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s

/** Parameters as they are written, without decoding; what has no `=` is none, of a repeated one the last counts. */
const parameters = (query: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    query
      .split('&')
      .filter(pair => pair.includes('='))
      .map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  )

/** `parse_url(text)`: the parts of an absolute URL, all of them '' if the text is none (semantics 16.7). */
export function parseUrl(text: string): string {
  const [, scheme = '', user = '', password = '', before, port = '', whole = '', path = '', query = '', fragment = ''] =
    url.exec(text) ?? []
  return JSON.stringify({
    Scheme: scheme,
    Host: before ?? whole,
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
