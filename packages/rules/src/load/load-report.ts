import { defineDiagnostics } from '@tripline/diagnostics'

/** Problems of a document beyond the form of its values. */
export const loadReport = defineDiagnostics({
  'not-a-rule': { severity: 'error', message: () => 'a rule must be a mapping with keys such as id, name and query' },
  'enabled-in-rule': {
    severity: 'info',
    message: () => 'enabled has no effect: a rule is enabled unless tripline.yaml lists its id under disabled',
  },
  'not-for-nrt': {
    severity: 'warning',
    message: (key: string) => `${key} has no effect: an NRT rule runs every minute and fires on any row`,
  },
  'not-for-detections': {
    severity: 'error',
    message: (key: string) => `${key} is for analytics rules; a custom detection has none`,
  },
  'detection-identifier': {
    severity: 'error',
    message: (type: string, identifiers: readonly string[]) =>
      `a custom detection identifies ${type} by ${identifiers.join(', ')}`,
  },
  'graph-form': { severity: 'error', message: (key: string) => `${key} must be an object` },
  'graph-unknown-key': {
    severity: 'warning',
    message: (key: string) => `${key} is not part of a custom detection as Microsoft Graph documents it`,
  },
  'graph-category': {
    severity: 'warning',
    message: (category: string) => `the category ${category} is no tactic of ATT&CK, so it is left out`,
  },
  'graph-entity': {
    severity: 'error',
    message: (list: string) => `it is not documented by which columns ${list} are identified`,
  },
  'graph-asset': {
    severity: 'error',
    message: (identifier: string) => `the impacted asset ${identifier} has no counterpart in entityMappings`,
    fix: () => 'write entityMappings, which replaced impactedAssets',
  },
  'profile-of-analytics': {
    severity: 'error',
    message: () => 'an analytics rule runs in a workspace, not in advanced hunting',
    fix: () => 'write kind: CustomDetection, or leave the profile out',
  },
  'suppression-without-duration': {
    severity: 'error',
    message: () => 'suppressionEnabled needs suppressionDuration',
  },
  'case-time': {
    severity: 'error',
    category: 'input',
    message: () => 'a case needs either at (one run) or replay (a period)',
  },
  'case-name-twice': {
    severity: 'error',
    category: 'input',
    message: (name: string) => `another case is also named ${name}`,
  },
  'replay-backwards': { severity: 'error', category: 'input', message: () => 'the replay ends before it starts' },
  'shift-nothing': {
    severity: 'error',
    category: 'input',
    message: () => 'shiftTo has no logs to move: the case has neither data nor include',
  },
  'expects-nothing': {
    severity: 'error',
    category: 'input',
    message: () => 'expect needs alerts, incidents, missed, duplicates or reaches; alerts: [] asserts silence',
  },
  'row-time': {
    severity: 'error',
    category: 'input',
    message: (reason: string) => reason,
  },
  'one-entity': {
    severity: 'error',
    category: 'input',
    message: () => 'an entity is one type and its identifiers, as in Account: { FullName: … }',
  },
})
