import { defineUdf, named } from '../../values/udf.ts'

/**
 * An absolute URL as the service parses it: it needs `://`, a user name needs a password, and the port follows the last colon,
 * even within an IPv6 address.
 */
const url =
  /^([A-Za-z][A-Za-z0-9+.-]*):\/\/(?:([^:@/?#]*):([^@/?#]*)@)?(?:([^/?#]*):([^:/?#]*)|([^/?#]*))([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s

type Parameters = Readonly<Record<string, string | readonly string[]>>

/** Parameters as written, without decoding: each key with its value, and a repeated key with an array of its values. */
function parameters(query: string): Parameters {
  const found = new Map<string, string[]>()
  for (const pair of query.split('&')) {
    const [, key, value] = /^([^=]+)=(.+)$/s.exec(pair) ?? []
    if (key !== undefined) found.set(key, [...(found.get(key) ?? []), value!])
  }
  const sorted = [...found].sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(sorted.map(([key, values]) => [key, values.length === 1 ? values[0]! : values]))
}

/** `parse_url(text)`: the parts of an absolute URL, all '' if the text is not one (semantics 16.7). */
export function parseUrl(text: string): string {
  const [, scheme = '', user = '', password = '', before, port = '', whole = '', path = '', query = '', fragment = ''] =
    url.exec(text) ?? []
  return JSON.stringify({
    Scheme: scheme,
    Host: before ?? whole,
    Port: port,
    // A lone slash counts only if something follows it.
    Path: path === '/' && text.endsWith(path) && query + fragment === '' ? '' : path,
    Username: user,
    Password: password,
    'Query Parameters': parameters(query),
    Fragment: fragment,
  })
}

/** `parse_urlquery(text)`: the text is a query, or a URL with one. */
export const parseUrlQuery = (text: string): string =>
  JSON.stringify({ 'Query Parameters': parameters(text.slice(text.indexOf('?') + 1).replace(/#.*$/s, '')) })

export const parseUrlUdfs = named({
  parse_url: defineUdf({ parameters: ['string'], result: 'dynamic', nulls: 'propagate', call: parseUrl }),
  parse_urlquery: defineUdf({
    parameters: ['string'],
    result: 'dynamic',
    nulls: 'propagate',
    call: parseUrlQuery,
  }),
})
