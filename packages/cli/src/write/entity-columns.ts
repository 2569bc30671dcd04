import type { Column, Table } from '@tripline/schemas'

/** An entity that a column identifies by itself, with two values for tests. */
export interface EntityColumn {
  readonly entityType: string
  readonly identifier: string
  readonly column: string
  readonly suspect: string
  readonly harmless: string
}

interface Kind extends Omit<EntityColumn, 'column'> {
  /** Columns of the catalogue that hold it, the most telling first. */
  readonly columns: readonly string[]
}

const kinds: readonly Kind[] = [
  {
    entityType: 'Account',
    identifier: 'FullName',
    columns: [
      'UserPrincipalName',
      'AccountUpn',
      'InitiatingProcessAccountUpn',
      'ActorUsername',
      'TargetUserName',
      'UserId',
      'Caller',
      'Account',
      'AccountName',
      'UserName',
      'User',
    ],
    suspect: 'mallory@contoso.example',
    harmless: 'ann@contoso.example',
  },
  {
    entityType: 'Host',
    identifier: 'FullName',
    columns: ['DeviceName', 'DvcHostname', 'Computer', 'HostName'],
    suspect: 'kiosk.contoso.example',
    harmless: 'desk.contoso.example',
  },
  {
    entityType: 'IP',
    identifier: 'Address',
    columns: [
      'IPAddress',
      'CallerIpAddress',
      'ClientIP',
      'SrcIpAddr',
      'SourceIP',
      'RemoteIP',
      'IpAddress',
      'ClientIp',
      'SourceIpAddress',
    ],
    suspect: '203.0.113.9',
    harmless: '198.51.100.7',
  },
  {
    entityType: 'URL',
    identifier: 'Url',
    columns: ['Url', 'RequestURL', 'RemoteUrl'],
    suspect: 'https://bad.example/',
    harmless: 'https://good.example/',
  },
]

const isText = (column: Column | undefined): boolean => column?.type === 'string'

/** The entities that a table names, one of each type. */
export function entityColumns({ columns }: Table): readonly EntityColumn[] {
  const byName = new Map(columns.map(column => [column.name, column]))
  return kinds.flatMap(({ columns: names, ...kind }) => {
    const column = names.find(name => isText(byName.get(name)))
    return column === undefined ? [] : [{ ...kind, column }]
  })
}
