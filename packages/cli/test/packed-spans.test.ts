import { deserialize, serialize } from 'node:v8'
import { expect, test } from 'vitest'
import { packer, unpacker } from '../src/test/jobs/packed-spans.ts'

const [a, b] = [
  { path: 'a.yaml', text: 'a: 1\n'.repeat(1_000) },
  { path: 'b.yaml', text: 'b: 2\n' },
]

test('what is packed arrives as it was, spans of one file with the same file', () => {
  const [pack, unpack] = [packer(), unpacker()]
  const send = (value: unknown) => unpack(deserialize(serialize(pack(value))))
  const first = {
    span: { file: a, start: 0, end: 1 },
    cells: [1n, null, undefined, 'x', -0],
    more: [{ at: { file: b, start: 2, end: 3 } }],
  }
  const second = { span: { file: a, start: 3, end: 4 } }
  const [one, two] = [send(first), send(second)] as [typeof first, typeof second]
  expect([one, two]).toEqual([first, second])
  expect(two.span.file).toBe(one.span.file)
})

test('a text is sent once', () => {
  const pack = packer()
  const size = () => serialize(pack({ span: { file: a, start: 0, end: 1 } })).length
  expect(size()).toBeGreaterThan(a.text.length)
  expect(size()).toBeLessThan(200)
})

// JSON of strangers is part of what alerts and differences hold.
test.each([
  [{ file: 0, start: 1, end: 2 }],
  [{ file: { path: 'a', text: 'b' }, start: 1, end: 2 }],
  [{ file: { path: 'a', text: 'b', more: 1 }, start: 0.5, end: 2, more: 3 }],
  [JSON.parse('{"__proto__":{"file":0},"constructor":1}')],
])('JSON like a span stays JSON: %j', value => {
  const [pack, unpack] = [packer(), unpacker()]
  expect(JSON.stringify(unpack(deserialize(serialize(pack({ value })))))).toBe(JSON.stringify({ value }))
})
