const hour = 36_000_000_000

/** Queries of the kinds that detections on Windows events are made of, and the SQL that a person would write for the same answer. */
export const securityDetections = [
  {
    name: 'has CommandLine',
    kql: 'SecurityEvent | where EventID == 4688 and CommandLine has "powershell" | summarize n=count() by NewProcessName, SubjectUserName',
    sql: `SELECT NewProcessName, SubjectUserName, count(*) FROM SecurityEvent WHERE EventID = 4688 AND contains(lower(CommandLine), 'powershell')
      AND regexp_matches(CommandLine, '(?i)(^|[^a-z0-9])powershell($|[^a-z0-9])') GROUP BY ALL`,
  },
  {
    name: 'EventID in',
    kql: 'SecurityEvent | where EventID in (4624, 4634, 4672, 4688) | summarize n=count(), accounts=dcount(Account) by EventID, EventSourceName',
    sql: `SELECT EventID, EventSourceName, count(*), count(DISTINCT Account) FROM SecurityEvent
      WHERE EventID IN (4624, 4634, 4672, 4688) GROUP BY ALL`,
  },
  {
    name: 'by bin',
    kql: 'SecurityEvent | summarize logons=countif(EventID == 4624), total=count(), latest=max(TimeGenerated) by SubjectUserName, bin(TimeGenerated, 1h)',
    sql: `SELECT SubjectUserName, TimeGenerated // ${hour} * ${hour}, count(*) FILTER (EventID = 4624), count(*), max(TimeGenerated)
      FROM SecurityEvent GROUP BY 1, 2`,
  },
  {
    name: 'parse Activity',
    kql: 'SecurityEvent | parse Activity with Code:int " - " What | summarize n=count() by Code, What',
    sql: `SELECT CAST(code AS INTEGER), what, count(*) FROM (SELECT unnest(regexp_extract(Activity, '(?s)^(\\d+) - (.*)$', ['code', 'what']))
      FROM SecurityEvent) GROUP BY ALL`,
  },
  {
    name: 'parse ParameterXml',
    kql: 'Event | parse ParameterXml with * "server_principal_name:" Principal " " * "object_name:" Object " statement:" Statement " additional_information:" * | summarize n=count() by Principal, Object, Statement',
    sql: `SELECT p, o, s, count(*) FROM (SELECT unnest(regexp_extract(ParameterXml,
      '(?s)server_principal_name:([^ ]*) .*?object_name:(.*?) statement:(.*?) additional_information:', ['p', 'o', 's'])) FROM Event) GROUP BY ALL`,
  },
  {
    name: 'process of a path',
    kql: 'SecurityEvent | where isnotempty(ProcessName) | extend Image = tolower(tostring(split(ProcessName, @"\\")[-1])) | summarize n=count() by Image',
    sql: `SELECT lower(string_split(ProcessName, '\\')[-1]), count(*) FROM SecurityEvent WHERE ProcessName <> '' GROUP BY 1`,
  },
  {
    name: 'logon of a process',
    kql: `let logons = SecurityEvent | where EventID == 4624 | project LogonTime=TimeGenerated, Computer, TargetLogonId, Kind=LogonType;
      SecurityEvent | where EventID == 4688 | join kind=inner logons on Computer, $left.SubjectLogonId == $right.TargetLogonId
      | where TimeGenerated >= LogonTime | summarize n=count() by Kind, NewProcessName`,
    sql: `SELECT l.LogonType, p.NewProcessName, count(*) FROM SecurityEvent AS p
      JOIN SecurityEvent AS l ON l.EventID = 4624 AND l.Computer = p.Computer AND l.TargetLogonId = p.SubjectLogonId
      WHERE p.EventID = 4688 AND p.TimeGenerated >= l.TimeGenerated GROUP BY ALL`,
  },
  {
    name: 'make_set',
    kql: 'SecurityEvent | where EventID == 4688 | summarize processes=make_set(NewProcessName) by Computer, SubjectUserName | where array_length(processes) > 3',
    sql: `SELECT Computer, SubjectUserName, to_json(list(DISTINCT NewProcessName)) FROM SecurityEvent WHERE EventID = 4688
      GROUP BY ALL HAVING count(DISTINCT NewProcessName) > 3`,
  },
  {
    name: 'arg_max',
    kql: 'SecurityEvent | where EventID in (4624, 4634) | summarize arg_max(TimeGenerated, EventID, IpAddress) by Computer, TargetUserName',
    sql: `SELECT Computer, TargetUserName, r.t, r.e, r.ip FROM (SELECT Computer, TargetUserName,
      arg_max({'t': TimeGenerated, 'e': EventID, 'ip': IpAddress}, TimeGenerated) AS r FROM SecurityEvent WHERE EventID IN (4624, 4634) GROUP BY ALL)`,
  },
  {
    name: 'prev',
    kql: 'SecurityEvent | where EventID == 4688 | sort by Computer asc, TimeGenerated asc | extend before=prev(NewProcessName), host=prev(Computer) | where host == Computer and before endswith "\\\\cmd.exe" | summarize n=count() by NewProcessName',
    sql: `SELECT NewProcessName, count(*) FROM (SELECT *, lag(NewProcessName, 1, '') OVER w AS before, lag(Computer, 1, '') OVER w AS host
      FROM SecurityEvent WHERE EventID = 4688 WINDOW w AS (ORDER BY Computer, TimeGenerated, place))
      WHERE host = Computer AND suffix(lower(before), '\\cmd.exe') GROUP BY 1`,
  },
]
