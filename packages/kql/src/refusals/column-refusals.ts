import { row } from './refusal-row.ts'

/** Refusals of columns: their names, their types, and results without any. */
export const columnRefusals = {
  'columns-unmatched': row('unresolved-columns', (operator: string) => ({
    what: `this ${operator}`,
    why: 'the columns of its result could not be determined',
    instead: 'give every column a name',
  })),
  'column-missing': row('unresolved-columns', (column: string) => ({
    what: `the column ${column}`,
    why: 'the input does not have it',
  })),
  'column-lost': row('unresolved-columns', (column: string) => ({
    what: `the column ${column}`,
    why: 'the result does not have it',
  })),
  'column-type-unknown': row('unresolved-columns', { what: 'this column', why: 'its type is unknown' }),
  'result-type-unknown': row('unresolved-columns', (text: string) => ({
    what: `\`${text}\``,
    why: 'the type of its result is unknown',
    instead: 'convert it, for example with tostring(…)',
  })),
  'name-unresolved': row('unresolved-columns', (name: string) => ({
    what: `the name ${name}`,
    why: 'its meaning could not be determined',
  })),
  'side-column-missing': row('unresolved-columns', (text: string) => ({
    what: `\`${text}\``,
    why: 'that side has no such column',
  })),
  'no-columns': row('no-rows', { what: 'a table without columns', why: 'it has nothing to return' }),
  'no-query': row('no-rows', { says: 'the text does not end in a query that returns rows' }),
  'value-result': row('no-rows', {
    says: 'the query returns a value, not rows',
    instead: 'write print before it',
  }),
  'list-no-column': row('no-rows', { what: 'this list', why: 'its query returns no column' }),
  'toscalar-no-column': row('no-rows', { what: 'toscalar()', why: 'its query returns no column' }),

  'column-needed': row('not-a-column', { what: 'this argument', why: 'it must be a column' }),
  'key-column-needed': row('not-a-column', { what: 'this key', why: 'it must be a column' }),
  'column-names-constant': row('not-constant', {
    what: 'this list of names',
    why: 'the columns must be known before the query runs',
    instead: 'write a text or an array of texts',
  }),
  'columns-only': row('not-a-column', { what: 'bag_pack_columns()', why: 'it takes only columns' }),
  'rename-form': row('not-a-column', { what: 'this rename', why: 'only `new = old` is supported' }),
  'rename-again': row('undocumented', (name: string) => ({
    what: 'this rename',
    why: `the column ${name} has already been renamed`,
  })),
  'several-columns': row('not-scalar', (text: string) => ({
    what: `\`${text}\``,
    why: 'it returns several columns',
  })),
  'aggregate-several-columns': row('not-scalar', { what: 'this aggregate', why: 'it returns several columns' }),
  'no-single-value': row('not-scalar', (text: string) => ({ what: `\`${text}\``, why: 'it is not a single value' })),
}
