import type { Table } from '@tripline/schemas'
import { answerTable } from './asim-function.ts'
import type { QueryWorld } from './query-world.ts'

/** The function of advanced hunting that adds what Microsoft knows about files to rows: `T | invoke FileProfile(SHA1, 1000)`. */
export const fileProfile = 'FileProfile'

/** Whether a world has the function; a project's own function of the name replaces it. */
export const profilesFiles = ({ catalogue, functions = [] }: QueryWorld): boolean =>
  catalogue.profile === 'xdr' && !functions.some(({ name }) => name === fileProfile)

/** What is known about files: the columns that the function adds, by the hashes that it looks for. */
export const profiledFiles: Table = {
  name: answerTable(fileProfile),
  columns: [
    { name: 'SHA1', type: 'string' },
    { name: 'SHA256', type: 'string' },
    { name: 'MD5', type: 'string' },
    { name: 'FileSize', type: 'int' },
    { name: 'GlobalPrevalence', type: 'int' },
    { name: 'GlobalFirstSeen', type: 'datetime' },
    { name: 'GlobalLastSeen', type: 'datetime' },
    { name: 'Signer', type: 'string' },
    { name: 'Issuer', type: 'string' },
    { name: 'SignerHash', type: 'string' },
    { name: 'IsCertificateValid', type: 'bool' },
    { name: 'IsRootSignerMicrosoft', type: 'bool' },
    { name: 'SignatureState', type: 'string' },
    { name: 'IsExecutable', type: 'bool' },
    { name: 'ThreatName', type: 'string' },
    { name: 'Publisher', type: 'string' },
    { name: 'SoftwareName', type: 'string' },
    { name: 'ProfileAvailability', type: 'string' },
  ],
}

/** The columns whose values identify a file. */
export const hashColumns: readonly string[] = ['SHA1', 'SHA256']
