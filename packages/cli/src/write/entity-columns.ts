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

const mapped: readonly Kind[] = [
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

/** What alerts of Defender XDR are about, and the columns that identify it. */
const assets: readonly Kind[] = [
  {
    entityType: 'Host',
    identifier: 'DeviceId',
    columns: ['DeviceId'],
    suspect: '5b1f2c7a9e110e7f3a526d1c4a3e9d0b00000001',
    harmless: '5b1f2c7a9e110e7f3a526d1c4a3e9d0b00000002',
  },
  {
    entityType: 'Account',
    identifier: 'Upn',
    columns: ['AccountUpn', 'InitiatingProcessAccountUpn'],
    suspect: 'mallory@contoso.example',
    harmless: 'ann@contoso.example',
  },
  {
    entityType: 'Account',
    identifier: 'AadUserId',
    columns: ['AccountObjectId'],
    suspect: '0e7f3a52-6d1c-4a3e-9d0b-5b1f2c7a9e11',
    harmless: '0e7f3a52-6d1c-4a3e-9d0b-5b1f2c7a9e12',
  },
  {
    entityType: 'Mailbox',
    identifier: 'MailboxPrimaryAddress',
    columns: ['RecipientEmailAddress', 'SenderFromAddress'],
    suspect: 'mallory@contoso.example',
    harmless: 'ann@contoso.example',
  },
]

const isText = (column: Column | undefined): boolean => column?.type === 'string'

/** The entities that a table names, one of each type. */
export const entityColumns = (table: Table): readonly EntityColumn[] => columnsOf(mapped, table)
export const assetColumns = (table: Table): readonly EntityColumn[] => columnsOf(assets, table).slice(0, 1)

function columnsOf(kinds: readonly Kind[], { columns }: Table): readonly EntityColumn[] {
  const byName = new Map(columns.map(column => [column.name, column]))
  return kinds.flatMap(({ columns: names, ...kind }) => {
    const column = names.find(name => isText(byName.get(name)))
    return column === undefined ? [] : [{ ...kind, column }]
  })
}
