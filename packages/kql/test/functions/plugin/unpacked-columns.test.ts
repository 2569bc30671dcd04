import { describe, expect, it } from 'vitest'
import { unpackedColumns } from '../../../src/functions/plugin/unpacked-columns.ts'

// Semantics 18.1.
describe('the columns of bag_unpack', () => {
  it('are the keys of all bags, sorted by name, with the type that their values share', () => {
    const cells = ['{"n":1,"s":"a"}', null, '[1]', '{"b":true,"n":2,"r":1.5,"d":[1],"m":1}', '{"m":"x","n":null}']
    expect(unpackedColumns(cells, new Set())).toEqual([
      { name: 'b', type: 'bool' },
      { name: 'd', type: 'dynamic' },
      { name: 'm', type: 'dynamic' },
      { name: 'n', type: 'long' },
      { name: 'r', type: 'real' },
      { name: 's', type: 'string' },
    ])
  })

  it('omit ignored keys and recognise datetimes by their text', () => {
    expect(unpackedColumns(['{"t":"2026-03-02T10:00:00.0000000Z","x":1}'], new Set(['x']))).toEqual([
      { name: 't', type: 'datetime' },
    ])
  })
})
