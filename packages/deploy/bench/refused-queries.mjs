/**
 * Queries of published templates that the service refuses, each with its fault, what the author meant, and why it is refused.
 * Repaired, the other fields of their rules are measured like those of the rest.
 */
const refusedQueries = [
  {
    rule: 'ClientDeniedAccess',
    fault: 'join kind=inner rejectedAccess() on',
    meant: 'join kind=inner rejectedAccess on',
    why: 'it calls a tabular variable; whether the service takes that is not documented, so the emulator does not',
  },
  {
    rule: 'GitHub Activites from a New Country',
    fault: 'timestamp = TimeGenerated',
    meant: 'timestamp = now()',
    why: 'neither side of its join still has TimeGenerated',
  },
  {
    rule: 'Known Phosphorus group domains/IP',
    fault: '(VMConnection',
    meant: '(VMConnection | extend SourceIP = SourceIp, DestinationIP = DestinationIp',
    why: 'the columns of VMConnection are SourceIp and DestinationIp; isfuzzy skips missing tables, not missing columns',
  },
  {
    rule: 'Sign-ins from IPs that attempt sign-ins to disabled accounts',
    fault: 'iff(TimeGenerated < StartTime, true, false)',
    meant: 'iff(EndTime < StartTime, true, false)',
    why: 'neither side of its join still has TimeGenerated',
  },
]

const entryFor = (name, body) =>
  refusedQueries.find(({ rule, fault }) => rule === name && body?.properties.query.includes(fault))

export const whyRefused = ({ name, write }) => entryFor(name, write?.body)?.why

export function repaired(wanted) {
  const { name, body } = wanted
  const entry = entryFor(name, body)
  if (!entry) return wanted
  const query = body.properties.query.replace(entry.fault, entry.meant)
  return { ...wanted, body: { ...body, properties: { ...body.properties, query } } }
}
