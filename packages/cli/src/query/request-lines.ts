import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'

/** The lines of a stream; undefined for one of more than `limit` characters, of which no more are kept. */
export async function* requestLines(stream: Readable, limit: number): AsyncGenerator<string | undefined> {
  const decoder = new StringDecoder('utf8')
  let pieces: string[] = []
  let length = 0
  const keep = (piece: string): void => {
    length += piece.length
    if (length > limit) pieces = []
    else pieces.push(piece)
  }
  const take = (): string | undefined => {
    const line = length > limit ? undefined : pieces.join('').replace(/\r$/, '')
    pieces = []
    length = 0
    return line
  }
  for await (const chunk of stream) {
    const lines = (typeof chunk === 'string' ? chunk : decoder.write(chunk as Buffer)).split('\n')
    for (const line of lines.slice(0, -1)) {
      keep(line)
      yield take()
    }
    keep(lines.at(-1)!)
  }
  keep(decoder.end())
  if (length > 0) yield take()
}
