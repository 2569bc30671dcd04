import type { AlertRule, AlertRules, ArmAnswer, Tables, WorkspaceTable } from '@tripline/azure'

/** What planning and applying need of a workspace. */
export interface DeployClient {
  /** Its ARM resource id. */
  readonly resource: string
  readonly alertRules: Pick<AlertRules, 'list' | 'get' | 'put'>
  readonly tables: Pick<Tables, 'list' | 'patch'>
}

/** What a workspace holds; keys of rules are lower-case ids, keys of tables their names. */
export interface ActualState {
  readonly rules: ReadonlyMap<string, AlertRule>
  readonly tables: ReadonlyMap<string, WorkspaceTable>
}

/** Rule ids are case-insensitive. */
export const ruleKey = (id: string): string => id.toLowerCase()

/** Read everything that a plan compares with. */
export async function readActual(client: DeployClient): Promise<ArmAnswer<ActualState>> {
  const [rules, tables] = await Promise.all([client.alertRules.list(), client.tables.list()])
  if (!rules.ok) return rules
  if (!tables.ok) return tables
  return {
    ok: true,
    value: {
      rules: new Map(rules.value.map(rule => [ruleKey(rule.id), rule])),
      tables: new Map(tables.value.map(table => [table.name, table])),
    },
  }
}
