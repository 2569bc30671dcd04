/** Bytes as a Zstandard frame of raw blocks (RFC 8878, section 3.1.1): Node cannot compress with Zstandard before version 22. */
export function zstandard(bytes) {
  const magic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])
  // A single segment whose size has four bytes.
  const size = Buffer.alloc(5, 0xa0)
  size.writeUInt32LE(bytes.length, 1)
  const blocks = []
  for (let start = 0; start === 0 || start < bytes.length; start += largest) {
    const content = bytes.subarray(start, start + largest)
    const header = Buffer.alloc(3)
    header.writeUIntLE((content.length << 3) | (start + largest >= bytes.length ? 1 : 0), 0, 3)
    blocks.push(header, content)
  }
  return Buffer.concat([magic, size, ...blocks])
}

const largest = 100_000
