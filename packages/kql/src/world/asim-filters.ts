import { lookUp } from '@tripline/diagnostics'

/** The condition on rows that a parameter of ASIM's functions stands for; `p` is the parameter. */
type Filter = (p: string) => string

const either = (conditions: readonly string[]): string => conditions.join(' or ')
/** A list that is empty, the default, lets every row pass; so does the text '*'. */
const listed =
  (test: (column: string, p: string) => string, columns: readonly string[]): Filter =>
  p =>
    either([`array_length(${p}) == 0`, ...columns.map(column => test(column, p))])
const written =
  (test: (column: string, p: string) => string, columns: readonly string[]): Filter =>
  p =>
    either([`${p} == '*'`, ...columns.map(column => test(column, p))])

const hasAny = (...columns: readonly string[]) => listed((column, p) => `${column} has_any (${p})`, columns)
const hasAll = (...columns: readonly string[]) => listed((column, p) => `${column} has_all (${p})`, columns)
const hasPrefix = (...columns: readonly string[]) =>
  listed((column, p) => `has_any_ipv4_prefix(${column}, ${p})`, columns)
const isAnyOf = (column: string) => listed((_, p) => `${column} in~ (${p})`, [column])
const equals = (column: string) => written((_, p) => `${column} == ${p}`, [column])
const has = (column: string) => written((_, p) => `${column} has ${p}`, [column])

const hashes = (whose: readonly string[]): readonly string[] =>
  whose.flatMap(prefix => ['MD5', 'SHA1', 'SHA256', 'SHA512'].map(name => `${prefix}${name}`))

/** What the schema reference says of parameters that mean the same in every schema. */
const common: Readonly<Record<string, Filter>> = {
  starttime: p => `isnull(${p}) or TimeGenerated >= ${p}`,
  endtime: p => `isnull(${p}) or TimeGenerated <= ${p}`,
  eventresult: equals('EventResult'),
  eventresultdetails_in: isAnyOf('EventResultDetails'),
  eventresultdetails_has_any: hasAny('EventResultDetails'),
  // A row that does not say its type is of any.
  eventtype_in: p => `array_length(${p}) == 0 or isempty(EventType) or EventType in~ (${p})`,
  eventtype: p =>
    `${p} == '*' or isempty(EventType) or EventType == ${p} or (${p} == 'lookup' and EventType == 'Query')`,
  srcipaddr: equals('SrcIpAddr'),
  srcipaddr_has_any_prefix: hasPrefix('SrcIpAddr'),
  dstipaddr_has_any_prefix: hasPrefix('DstIpAddr'),
  dvcipaddr_has_any_prefix: hasPrefix('DvcIpAddr'),
  ipaddr_has_any_prefix: hasPrefix('SrcIpAddr', 'DstIpAddr'),
  srchostname_has_any: hasAny('SrcHostname'),
  dvchostname_has_any: hasAny('DvcHostname'),
  dvcname_has_any: hasAny('DvcHostname'),
  hostname_has_any: hasAny('SrcHostname', 'DstHostname'),
  srcusername_has_any: hasAny('SrcUsername'),
  actorusername_has_any: hasAny('ActorUsername'),
  targetusername_has_any: hasAny('TargetUsername'),
  actorusername: has('ActorUsername'),
  actorusername_has: has('ActorUsername'),
  targetusername: has('TargetUsername'),
  targetusername_has: has('TargetUsername'),
  username_has_any: hasAny('ActorUsername', 'TargetUsername'),
  targetappname_has_any: hasAny('TargetAppName'),
  domain_has_any: hasAny('DnsQuery'),
  responsecodename: equals('EventResultDetails'),
  response_has_ipv4: written((column, p) => `has_ipv4_prefix(${column}, ${p})`, ['DnsResponseName']),
  response_has_any_prefix: hasPrefix('DnsResponseName'),
  dstportnumber: p => `isnull(${p}) or DstPortNumber == ${p}`,
  dvcaction: isAnyOf('DvcAction'),
  url_has_any: hasAny('Url'),
  httpuseragent_has_any: hasAny('HttpUserAgent'),
  targetfilepath_has_any: hasAny('TargetFilePath'),
  srcfilepath_has_any: hasAny('SrcFilePath'),
  operation_has_any: hasAny('Operation'),
  object_has_any: hasAny('Object'),
  newvalue_has_any: hasAny('NewValue'),
  commandline_has_any: hasAny('TargetProcessCommandLine'),
  commandline_has_all: hasAll('TargetProcessCommandLine'),
  commandline_has_any_ip_prefix: hasPrefix('TargetProcessCommandLine'),
  actingprocess_has_any: hasAny('ActingProcessName'),
  targetprocess_has_any: hasAny('TargetProcessName'),
  parentprocess_has_any: hasAny('ParentProcessName'),
  registrykey_has_any: hasAny('RegistryKey'),
  registryvalue_has_any: hasAny('RegistryValue'),
  registrydata_has_any: hasAny('RegistryValueData'),
  attacktactics_has_any: hasAny('AttackTactics'),
  attacktechniques_has_any: hasAny('AttackTechniques'),
  threatcategory_has_any: hasAny('ThreatCategory'),
  alertverdict_has_any: hasAny('AlertVerdict'),
  eventseverity_has_any: hasAny('EventSeverity'),
  disabled: p => `not(${p})`,
  // Only where fields are packed to, which given rows say themselves.
  pack: () => 'true',
}

/** Where a schema's reference says something else of a name. */
const own: Readonly<Record<string, Readonly<Record<string, Filter>>>> = {
  AlertEvent: {
    ipaddr_has_any_prefix: hasPrefix('DvcIpAddr'),
    hostname_has_any: hasAny('DvcHostname'),
    username_has_any: hasAny('Username'),
  },
  FileEvent: { hashes_has_any: hasAny(...hashes(['TargetFile', 'SrcFile'])) },
  ProcessEvent: { hashes_has_any: hasAny(...hashes(['TargetProcess', 'ActingProcess', 'ParentProcess'])) },
}

/** The condition of a parameter; undefined where the schema reference does not say which rows it keeps. */
export function asimFilter(schema: string, parameter: string): string | undefined {
  const filter = lookUp(lookUp(own, schema) ?? {}, parameter) ?? lookUp(common, parameter)
  return filter?.(parameter)
}
