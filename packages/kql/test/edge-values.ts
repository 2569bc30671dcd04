/** Edge values of every type, spelled so that they may stand in an expression and in a cell of a datatable. */
export const edgeValues = {
  bool: ['true', 'false', 'bool(null)'],
  int: ['int(0)', 'int(1)', 'int(-1)', 'int(3)', 'int(2147483647)', 'int(null)'],
  long: ['0', '1', 'long(-1)', '7', '64', '9223372036854775807', 'long(null)'],
  real: ['0.0', '1.5', 'real(-2.5)', '1e300', 'real(nan)', 'real(+inf)', 'real(-inf)', 'real(null)'],
  decimal: ['decimal(0)', 'decimal(1.5)', 'decimal(-2.25)', 'decimal(null)'],
  string: [
    '""',
    '" "',
    '"a"',
    '"A b-c_d"',
    '" 7 "',
    '"-1"',
    '"1.5"',
    '"true"',
    '"é𝓗ß"',
    '"[1,2]"',
    '"192.0.2.1/24"',
    '"2030-01-02"',
    '"(a)(b"',
    '"https://h/p?k=v"',
  ],
  datetime: [
    'datetime(2030-01-02 03:04:05.6)',
    'datetime(0001-01-01)',
    'datetime(9999-12-31 23:59:59.9999999)',
    'datetime(null)',
  ],
  timespan: ['0s', '1tick', 'time(-1.00:00:00)', '1.5h', 'time(null)'],
  guid: ['guid(74be27de-1e4e-49d9-b579-fe0b331d3642)', 'guid(null)'],
  dynamic: [
    'dynamic(null)',
    'dynamic([])',
    'dynamic({})',
    'dynamic([1, -2.5, "a", null, true, "a"])',
    'dynamic([[1], {"k":[2]}])',
    'dynamic({"k":"v", "":null})',
    'dynamic("x")',
    'dynamic(1)',
    'dynamic(-2.5)',
    'dynamic(true)',
    'dynamic(["b", "a", "é"])',
    'dynamic([3, 1, 2])',
  ],
} as const

export type EdgeType = keyof typeof edgeValues

export const edgeTypes = Object.keys(edgeValues) as readonly EdgeType[]
