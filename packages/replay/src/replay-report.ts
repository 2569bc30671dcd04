import { type BudgetName, overBudget } from '@tripline/budgets'
import { defineDiagnostics, orDidYouMean } from '@tripline/diagnostics'

/** Why a case cannot be replayed. */
export const replayReport = defineDiagnostics({
  'case-rule-kind': {
    severity: 'error',
    message: (kind: string) =>
      `only Scheduled and NRT rules and custom detections can be replayed; the kind of this rule is ${kind}`,
  },
  'detection-alerts': {
    severity: 'error',
    message: (at: string, alerts: number) =>
      `the run of ${at} would raise ${alerts} alerts; Defender XDR raises 150 of them, and which is not documented`,
  },
  'case-incidents': {
    severity: 'error',
    message: () =>
      'a custom detection has no incidents of its own: how Defender XDR correlates its alerts with others is not documented',
    fix: () => 'expect alerts',
  },
  'case-too-large': {
    severity: 'error',
    message: (budget: BudgetName) => overBudget(budget),
  },
  'case-fault': {
    severity: 'error',
    category: 'input',
    message: (error: string) => `internal error, please report it: ${error}`,
  },
  'case-ended': {
    severity: 'error',
    message: (how: string) => `the process that replayed the case ${how}`,
    fix: () => 'narrow the replay or record fewer rows',
  },
  'case-run-unknown': {
    severity: 'error',
    category: 'input',
    message: (at: string) => `the case has no run at ${at}`,
  },
  'case-shift': {
    severity: 'error',
    category: 'input',
    message: () => 'shiftTo would move a time out of the years 1 to 9999',
  },
  'case-unknown-table': {
    severity: 'error',
    message: (table: string, near?: string) => `unknown table ${table}${orDidYouMean(near)}`,
  },
  'case-empty-folder': {
    severity: 'error',
    category: 'input',
    message: (folder: string) =>
      `${folder} has no recorded logs: files named after tables, such as SigninLogs.json, or folders, such as am-signinlogs`,
  },
  'case-unreadable-folder': {
    severity: 'error',
    category: 'input',
    message: (reason: string) => `the folder cannot be read: ${reason}`,
  },
  'case-undocumented-filter': {
    severity: 'error',
    message: (name: string, parameter: string) =>
      `rows cannot be given for ${name}: it is not documented which rows its parameter ${parameter} keeps`,
    fix: () => 'import the parsers, and give the rows of the tables that they read',
  },
  'case-filtering-function': {
    severity: 'error',
    message: (name: string) => `rows cannot be given for ${name}: its parameters would filter them in its body`,
    fix: () => 'give the rows of the tables that it reads',
  },
  'case-unknown-answer': {
    severity: 'error',
    message: (name: string, reason: string) =>
      `rows cannot be given for ${name}: the columns that it returns are not known: ${reason}`,
    fix: () => 'give the rows of the tables that it reads',
  },
  'case-not-passing': {
    severity: 'error',
    message: (name: string) => `${name} does not pass, so it shows nothing about changes of the rule`,
    fix: () => 'run tripline test',
  },
  'case-unknown-operator': {
    severity: 'error',
    message: (operator: string, near?: string) => `the query has no operator ${operator}${orDidYouMean(near)}`,
  },
  'case-untraced': {
    severity: 'error',
    message: (operator?: string) =>
      operator === undefined
        ? 'the rows behind the alerts cannot be found: the query ran, but not with them'
        : `the rows behind the alerts are not defined: ${operator} makes rows of several others`,
  },
  'case-reach': {
    severity: 'error',
    message: () => `the rows of the query's operators cannot be counted: the query ran, but not with the counts`,
  },
  'case-search-key': {
    severity: 'error',
    message: (key: string) => `a row of the watchlist has no ${key}, its search key`,
  },
  'case-own-search-key': {
    severity: 'error',
    message: (key: string) => `the rows have a column named SearchKey, but the search key is ${key}`,
  },
  'case-unknown-watchlist': {
    severity: 'error',
    message: (alias: string, near?: string) =>
      `tripline.yaml declares no watchlist ${alias}, so its search key is unknown${orDidYouMean(near)}`,
  },
})
