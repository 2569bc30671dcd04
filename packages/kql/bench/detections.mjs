const hour = 36_000_000_000
const start = 639_080_064_000_000_000n

const inOrder = column =>
  `CAST(to_json(list_transform(list_sort(list({'at': first, 'item': ${column}})), lambda pair: pair.item)) AS VARCHAR)`

/** Queries of the kinds that detections are made of, and the SQL that a person would write for the same answer. */
export const detections = [
  {
    name: 'has',
    kql: 'SigninLogs | where UserAgent has "curl" | summarize n=count() by AppDisplayName',
    sql: `SELECT AppDisplayName, count(*) FROM signins WHERE contains(lower(UserAgent), 'curl')
      AND regexp_matches(UserAgent, '(?i)(^|[^a-z0-9])curl($|[^a-z0-9])') GROUP BY 1`,
  },
  {
    name: 'in~',
    kql: 'SigninLogs | where AppDisplayName in~ ("azure portal", "AZURE CLI") and ResultType != "0" | summarize n=count(), users=dcount(UserPrincipalName) by Location',
    sql: `SELECT Location, count(*), count(DISTINCT UserPrincipalName) FROM signins
      WHERE lower(AppDisplayName) IN ('azure portal', 'azure cli') AND ResultType <> '0' GROUP BY 1`,
  },
  {
    name: 'dynamic property',
    kql: 'SigninLogs | where tostring(DeviceDetail.operatingSystem) == "MacOs" and DeviceDetail.isCompliant == false | summarize n=count() by Location',
    sql: `SELECT Location, count(*) FROM signins WHERE json_extract_string(DeviceDetail, '$.operatingSystem') = 'MacOs'
      AND json_extract_string(DeviceDetail, '$.isCompliant') = 'false' GROUP BY 1`,
  },
  {
    name: 'summarize by bin',
    kql: 'SigninLogs | summarize failures=countif(ResultType != "0"), total=count(), earliest=min(TimeGenerated), latest=max(TimeGenerated) by IPAddress, bin(TimeGenerated, 1h) | where failures > 20',
    sql: `SELECT IPAddress, TimeGenerated // ${hour} * ${hour}, count(*) FILTER (ResultType <> '0') AS failures, count(*),
      min(TimeGenerated), max(TimeGenerated) FROM signins GROUP BY 1, 2 HAVING failures > 20`,
  },
  {
    name: 'arg_max',
    kql: 'SigninLogs | summarize arg_max(TimeGenerated, IPAddress, Location) by UserPrincipalName',
    sql: `SELECT UserPrincipalName, r.t, r.ip, r.l FROM (SELECT UserPrincipalName,
      arg_max({'t': TimeGenerated, 'ip': IPAddress, 'l': Location}, TimeGenerated) AS r FROM signins GROUP BY 1)`,
  },
  {
    name: 'join',
    kql: `let failed = SigninLogs | where ResultType == "50126" | summarize failures=count() by UserPrincipalName, IPAddress;
      SigninLogs | where ResultType == "0" | summarize successes=count() by UserPrincipalName, IPAddress
      | join kind=inner failed on UserPrincipalName, IPAddress | where failures > 5 | project UserPrincipalName, IPAddress, failures, successes`,
    sql: `WITH failed AS (SELECT UserPrincipalName, IPAddress, count(*) AS failures FROM signins WHERE ResultType = '50126' GROUP BY ALL),
      good AS (SELECT UserPrincipalName, IPAddress, count(*) AS successes FROM signins WHERE ResultType = '0' GROUP BY ALL)
      SELECT UserPrincipalName, IPAddress, failures, successes FROM good JOIN failed USING (UserPrincipalName, IPAddress) WHERE failures > 5`,
  },
  {
    name: 'leftanti',
    kql: `SigninLogs | where ResultType == "50053" | distinct UserPrincipalName, IPAddress
      | join kind=leftanti (SigninLogs | where ResultType == "0") on UserPrincipalName, IPAddress | count`,
    sql: `SELECT count(*) FROM (SELECT DISTINCT UserPrincipalName, IPAddress FROM signins WHERE ResultType = '50053') AS l
      ANTI JOIN (SELECT UserPrincipalName, IPAddress FROM signins WHERE ResultType = '0') AS r USING (UserPrincipalName, IPAddress)`,
  },
  {
    name: 'mv-expand',
    share: 0.1,
    kql: 'SigninLogs | mv-expand policy = ConditionalAccessPolicies | where policy.result == "failure" | summarize n=count() by name=tostring(policy.displayName)',
    sql: `SELECT policy.displayName, count(*) FROM (SELECT unnest(from_json(ConditionalAccessPolicies,
      '[{"displayName":"VARCHAR","result":"VARCHAR"}]')) AS policy FROM signins) WHERE policy.result = 'failure' GROUP BY 1`,
  },
  {
    name: 'parse',
    kql: 'SigninLogs | parse ResultDescription with "Error " Code:int " for request " Request:long " from site " Site | where Code == 50126 | summarize n=count() by Site',
    sql: `SELECT site, count(*) FROM (SELECT unnest(regexp_extract(ResultDescription, '(?s)^Error (\\d+) for request (\\d+) from site (.*)$',
      ['code', 'request', 'site'])) FROM signins) WHERE code = '50126' GROUP BY 1`,
  },
  {
    name: 'make_set',
    kql: 'SigninLogs | where ResultType == "50126" | summarize ips=make_set(IPAddress), apps=make_set(AppDisplayName) by UserPrincipalName | where array_length(ips) > 8',
    // A set is in the order in which its values first occur; HAVING keeps the database from ordering sets that nobody sees.
    sql: `WITH failed AS MATERIALIZED (SELECT UserPrincipalName AS user, IPAddress AS ip, AppDisplayName AS app, place FROM signins WHERE ResultType = '50126'),
      ips AS (SELECT user, ${inOrder('ip')} AS ips FROM (SELECT user, ip, min(place) AS first FROM failed GROUP BY ALL) GROUP BY 1 HAVING count(*) > 8),
      apps AS (SELECT user, ${inOrder('app')} AS apps FROM (SELECT user, app, min(place) AS first FROM failed GROUP BY ALL) GROUP BY 1)
      SELECT user, ips, apps FROM ips JOIN apps USING (user)`,
  },
  {
    name: 'prev',
    kql: 'SigninLogs | where ResultType == "50126" | sort by UserPrincipalName asc, TimeGenerated asc | extend before=prev(IPAddress), who=prev(UserPrincipalName) | where who == UserPrincipalName and before != IPAddress | summarize n=count() by Location',
    sql: `SELECT Location, count(*) FROM (SELECT *, lag(IPAddress, 1, '') OVER w AS before, lag(UserPrincipalName, 1, '') OVER w AS who
      FROM signins WHERE ResultType = '50126' WINDOW w AS (ORDER BY UserPrincipalName, TimeGenerated, place))
      WHERE who = UserPrincipalName AND before <> IPAddress GROUP BY 1`,
  },
  {
    name: 'make-series',
    kql: 'SigninLogs | make-series n=count() default=0 on TimeGenerated from datetime(2026-03-02) to datetime(2026-03-16) step 1h by Location | project Location, n',
    sql: `WITH counts AS (SELECT Location, (TimeGenerated - ${start}) // ${hour} AS slot, count(*) AS n FROM signins
        WHERE TimeGenerated >= ${start} AND TimeGenerated < ${start} + 336 * ${hour} GROUP BY ALL)
      SELECT Location, to_json([coalesce(m[i], 0) FOR i IN range(336)])::VARCHAR
      FROM (SELECT Location, map(list(slot), list(n)) AS m FROM counts GROUP BY 1)`,
  },
]
