const hidden = '[redacted]'

/** Text that looks like a secret; the name before it is kept. */
const secrets: readonly RegExp[] = [
  /(?<=\b(?:bearer|basic|sharedaccesssignature|sharedkey)\s+)[\w.~+/=:%&-]{8,}/gi,
  /\beyJ[\w-]{8,}(?:\.[\w-]*){0,4}/g,
  /(?<=(?:^|[^a-z])(?:sig|token|secret|assertion|password|pwd|accountkey|sharedaccesskey)(?:["']?\s{0,3}=|["']\s{0,3}:)\s{0,3}["']?)[^\s"'&;,]{4,}/gi,
]

/** Text for people, without anything that looks like a secret. */
export const redact = (text: string): string => secrets.reduce((left, secret) => left.replace(secret, hidden), text)

/** An answer's text or header without the token that was sent; shorter tokens are the emulator's and not secret. */
export function withoutToken(text: string, authorization: string | undefined): string {
  const token = authorization?.replace(/^Bearer /i, '') ?? ''
  return token.length < 24 ? text : text.replaceAll(token, hidden)
}
