/** A table like SigninLogs, the same at every run: sign-ins of 14 days, 20,000 users, one in ten failing. */
export const signins = {
  name: 'signins',
  columns: [
    ['TimeGenerated', 'BIGINT', `639080064000000000 + i * (12096000000000 // total) + pick(i, 0) % 10000000`],
    ['UserPrincipalName', 'VARCHAR', `'user' || (pick(i, 1) % 20000) || '@contoso.example'`],
    [
      'IPAddress',
      'VARCHAR',
      `CASE WHEN pick(i, 2) % 10 = 0 THEN '198.51.' || (pick(i, 3) % 100) || '.' || (pick(i, 4) % 200)
        ELSE '203.0.113.' || (pick(i, 1) % 20000 % 250) END`,
    ],
    ['ResultType', 'VARCHAR', `CASE pick(i, 5) % 20 WHEN 0 THEN '50126' WHEN 1 THEN '50053' ELSE '0' END`],
    [
      'ResultDescription',
      'VARCHAR',
      `CASE pick(i, 5) % 20 WHEN 0 THEN 'Error 50126 for request ' || (pick(i, 6) % 1000000) || ' from site ' || (pick(i, 7) % 50)
        ELSE 'Signed in' END`,
    ],
    [
      'AppDisplayName',
      'VARCHAR',
      `['Azure Portal', 'Microsoft Teams', 'Exchange Online', 'SharePoint', 'Graph Explorer', 'Azure CLI'][pick(i, 8) % 6 + 1]`,
    ],
    ['Location', 'VARCHAR', `['DE', 'FR', 'US', 'GB', 'NL', 'RU', 'CN', 'BR'][pick(i, 9) % 8 + 1]`],
    [
      'UserAgent',
      'VARCHAR',
      `CASE pick(i, 10) % 50 WHEN 0 THEN 'curl/8.' || (pick(i, 11) % 9) || '.0' WHEN 1 THEN 'python-requests/2.31'
        ELSE 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/1' || (pick(i, 11) % 30) || '.0 Safari/537.36' END`,
    ],
    [
      'DeviceDetail',
      'VARCHAR',
      `'{"deviceId":"d' || (pick(i, 1) % 20000) || '","operatingSystem":"' || ['Windows 10', 'Windows 11', 'MacOs', 'Ios'][pick(i, 12) % 4 + 1]
        || '","browser":"Chrome","isCompliant":' || ['true', 'false'][pick(i, 13) % 2 + 1] || '}'`,
    ],
    [
      'ConditionalAccessPolicies',
      'VARCHAR',
      `'[{"displayName":"Require MFA","result":"' || ['success', 'failure', 'notApplied'][pick(i, 14) % 3 + 1]
        || '"},{"displayName":"Block legacy","result":"' || ['success', 'notApplied'][pick(i, 15) % 2 + 1] || '"}]'`,
    ],
  ],
}

/** Creates the table under the engine's names (`t0`: c0, c1 … and `ingested`) and a view under KQL's. */
export async function createSignins(connection, rows) {
  const { columns } = signins
  const items = columns.map(([, type, expression], index) => `CAST(${expression} AS ${type}) AS c${index}`)
  await connection.run('CREATE MACRO pick(i, k) AS CAST(hash(i * 16 + k) >> 8 AS BIGINT)')
  await connection.run(
    `CREATE TABLE t0 AS SELECT ${items.join(', ')}, NULL::BIGINT AS ingested FROM (SELECT range AS i, ${rows} AS total FROM range(${rows}))`,
  )
  await connection.run(
    `CREATE VIEW signins AS SELECT ${columns.map(([name], index) => `c${index} AS ${name}`).join(', ')}, rowid AS place FROM t0`,
  )
}
