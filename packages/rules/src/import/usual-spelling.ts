import { lookUp } from '@tripline/diagnostics'
import { severities, type Tactic, tactics } from '../document/rule.ts'

const folded = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '')

/** The ids of ATT&CK's tactics. */
const tacticIds: Readonly<Record<string, Tactic>> = {
  ta0043: 'Reconnaissance',
  ta0042: 'ResourceDevelopment',
  ta0001: 'InitialAccess',
  ta0002: 'Execution',
  ta0003: 'Persistence',
  ta0004: 'PrivilegeEscalation',
  ta0005: 'DefenseEvasion',
  ta0006: 'CredentialAccess',
  ta0007: 'Discovery',
  ta0008: 'LateralMovement',
  ta0009: 'Collection',
  ta0010: 'Exfiltration',
  ta0011: 'CommandAndControl',
  ta0040: 'Impact',
  commandandcontrolc2: 'CommandAndControl',
  c2: 'CommandAndControl',
}

/** Sentinel's highest severity is High; Sigma and others have one above. */
const otherSeverities: Readonly<Record<string, string>> = { info: 'Informational', critical: 'High' }

/** How Sentinel spells a value of a key; the text itself where it is nothing that is known. */
export const usualSpelling: Readonly<Record<string, (text: string) => string>> = {
  severity: text =>
    severities.find(one => folded(one) === folded(text)) ?? lookUp(otherSeverities, folded(text)) ?? text,
  severitiesFilter: text => severities.find(one => folded(one) === folded(text)) ?? text,
  tactics: text => tactics.find(one => folded(one) === folded(text)) ?? lookUp(tacticIds, folded(text)) ?? text,
  techniques: text => (/^t\d{4}(?:\.\d{3})?$/i.test(text.trim()) ? text.trim().toUpperCase() : text),
}
