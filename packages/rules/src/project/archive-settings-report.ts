import { defineDiagnostics } from '@tripline/diagnostics'

/** What can be wrong with the archive that `tripline.yaml` describes. */
export const archiveSettingsReport = defineDiagnostics({
  'archive-keep-short': {
    severity: 'error',
    message: (days: number, _least: number, rule: string) =>
      `the archive keeps rows for ${days} days, but ${rule} maps to HIPAA, which asks for six years`,
    fix: (_days, least) => `keep: ${least}d`,
  },
  'archive-protect-short': {
    severity: 'error',
    message: (protect: number, settle: number) =>
      `exported rows can be changed after ${protect} days, but a day is only packed ${settle} hours after its end`,
    fix: (_protect, settle) => `protect: ${Math.ceil(settle / 24) + 7}d`,
  },
  'archive-settle-long': {
    severity: 'error',
    message: (settle: number, table: string, days: number) =>
      `a day is only packed ${settle} hours after its end, when ${table}, which keeps rows for ${days} days, has none left to compare it with`,
    fix: () => 'shorten settle, or raise the interactive retention of the table',
  },
  'archive-tier': {
    severity: 'warning',
    message: (tier: string, reason: string) => `the tier ${tier} ${reason}`,
  },
  'archive-export-unsupported': {
    severity: 'warning',
    message: (table: string) =>
      `data export does not support ${table}: it accepts the table, and no row of it arrives; all of them have to be filled by queries`,
    fix: (table: string) => `archive: tables: { ${table}: query } in tripline.yaml`,
  },
  'archive-export-partial': {
    severity: 'info',
    message: (table: string, lacks: string) =>
      `data export supports ${table} in part: ${lacks} do not arrive and have to be filled by queries`,
    fix: (table: string) => `archive: tables: { ${table}: query } in tripline.yaml, if most of its rows are such`,
  },
  'archive-left-out': {
    severity: 'warning',
    message: (table: string, rule: string, route: string) =>
      route === 'none'
        ? `${rule} reads ${table}, which is not archived`
        : `${rule} reads ${table}, which its diagnostic settings deliver: the vault does not have it`,
    fix: (table: string) => `archive: tables: { ${table}: export } in tripline.yaml`,
  },
  'archive-vault-shared': {
    severity: 'error',
    message: (name: string, other: string) =>
      `${name} and ${other} would be archived into the same container, which holds one workspace`,
    fix: () => 'keep storage in one of them, and describe the other in a project of its own',
  },
})
