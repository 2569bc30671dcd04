import { archiveHelp } from './archive-help.ts'
import { evidenceHelp } from './evidence-help.ts'
import type { VerbName } from './grammar.ts'
import { type HelpOfVerb, noFiles } from './help-of-verb.ts'

export const verbHelp: Readonly<Record<VerbName, HelpOfVerb>> = {
  init: {
    description: [
      'Creates tripline.yaml, an example rule with two test cases, and JSON Schemas for editors. Existing files are never overwritten; .gitignore gets a line for .tripline, where the emulator keeps its state.',
      'With --from, the project is made from existing rules. Their current findings, such as missing tests, are listed in baseline.json; check --baseline baseline.json then reports only new ones.',
    ],
    examples: [
      { what: 'Create a project in the current folder', command: 'init' },
      { what: 'Create a project in a new folder', command: 'init detections-repo' },
      { what: 'Create a project from the rules in a folder', command: 'init --from rules' },
    ],
    exitCodes: [
      [0, 'the project was created'],
      [2, 'a file already exists or cannot be written; nothing was created'],
    ],
  },
  new: {
    description: [
      'Creates a rule over a table, with a new id and the entities that its rows name, and NAME.test.yaml next to it, with a case that fires and one that stays quiet. Both are complete and pass, so every edit shows its effect. A hunting query gets no tests, because it is never scheduled.',
    ],
    examples: [
      { what: 'Create a rule and its tests', command: 'new detections/identity/mfa-fatigue.yaml' },
      { what: 'Choose the display name', command: 'new detections/spray.yaml --name "Password spray"' },
      {
        what: 'Create an NRT rule over another table',
        command: 'new detections/keys.yaml --table AzureActivity --kind NRT',
      },
    ],
    exitCodes: [
      [0, 'the files were created'],
      [2, 'a file already exists or cannot be written; nothing was created'],
    ],
  },
  check: {
    description: [
      'Parses every query with the official KQL parser, checks rules and tests for mistakes, and reports each finding with its file, line and column. Nothing is executed and no network is used.',
      'A finding is accepted by listing it in a baseline, or with a reason under metadata.tripline.suppress in the rule.',
    ],
    examples: [
      { what: 'Check the whole project', command: 'check' },
      { what: 'Check one folder and annotate a pull request', command: 'check detections/identity --format github' },
      { what: 'Report new findings only', command: 'check --baseline baseline.json' },
      { what: 'Compare changed rules with those on main', command: 'check --changed-since origin/main' },
      { what: 'Read about a check', command: 'check --explain unknown-table' },
    ],
    exitCodes: [
      [0, 'no errors; warnings and notes do not count'],
      [1, 'at least one error'],
      [2, noFiles],
    ],
  },
  fmt: {
    description: [
      'Puts the keys of a rule in a fixed order and lays out its query as the official formatter does, with the spaces that most published queries have: in (…), kind=inner, toscalar(…). Tests and automation rules keep their keys and lines in order and get even indentation and spaces. Comments are kept. A file whose meaning would change is left alone.',
      'If a part of a name matches several rules, all of them are formatted.',
    ],
    examples: [
      { what: 'List unformatted files', command: 'fmt' },
      { what: 'Show what would change in the rules that "spray" names', command: 'fmt spray --diff' },
      { what: 'Format every rule and test of the project', command: 'fmt --write' },
    ],
    exitCodes: [
      [0, 'all files are formatted, or were with --write'],
      [1, 'unformatted files were listed'],
      [2, noFiles],
    ],
  },
  import: {
    description: [
      'Reads ARM templates, the output of "bicep build", and request and response bodies of the REST API; Terraform for the azurerm provider (HCL or JSON) and the azapi provider (JSON); rules from AzSentinel, from lists of the Azure CLI, and with keys in another case; hunting queries as KQL with front matter, in Sigma wrappers or in Markdown code blocks; parsers as YAML or KQL; custom tables as Azure and its repository describe them, and data collection rules. Writes one file per rule, hunting query, automation rule, function or table.',
      'Folders are searched at any depth for files with such content. What cannot be read is reported with its position, and the rest is converted.',
      'Parameters get their default values. An expression that only a deployment can evaluate is an error, because a guessed query would be a wrong rule.',
      'With --workspace, writes what a live workspace has and the project lacks into new files of the project and into tripline.yaml: rules, hunting queries, functions, watchlists, custom tables and retention. The plan then has nothing to do for them; apply adopts them and changes nothing in them. What files cannot say is listed and left out.',
    ],
    examples: [
      { what: 'Begin with what a workspace has', command: 'import --workspace prod' },
      { what: 'Print the rule of a template', command: 'import template.json' },
      { what: 'Write the rules of several files to a folder', command: 'import exported/*.json --out detections' },
      {
        what: 'Write the functions of all parsers in a repository',
        command: 'import Azure-Sentinel/Parsers --out functions',
      },
    ],
    exitCodes: [
      [0, 'everything was converted; warnings say what was left out'],
      [1, 'a rule depends on an expression that cannot be evaluated, or was left out; the others were converted'],
      [2, `${noFiles}, and the others were converted; or a file already exists, and nothing was written`],
    ],
  },
  compile: {
    description: [
      'Writes rules.arm.json, rules.bicep, rules.rest.json or rules.tf.json (azapi provider). Hunting queries become saved searches. If a part of a name matches several rules, all of them are compiled.',
    ],
    examples: [
      { what: 'Print an ARM template of all rules', command: 'compile' },
      { what: 'Write Terraform for one workspace', command: 'compile --target terraform --workspace prod --out infra' },
    ],
    exitCodes: [
      [0, 'the output was written'],
      [1, 'a rule has an error or cannot be converted'],
      [2, noFiles],
    ],
  },
  test: {
    description: [
      'Runs every case in the *.test.yaml files: loads its logs, runs the rule on its schedule, and compares the alerts and incidents with those expected. Queries run locally; no credentials are needed.',
      'A rule selects the test files that name it.',
    ],
    examples: [
      { what: 'Run all tests', command: 'test' },
      { what: 'Run the tests of the rules that "spray" names', command: 'test spray' },
      {
        what: 'Rerun the cases that mention "spray" when a change affects them',
        command: 'test --filter spray --watch',
      },
      { what: 'Show what the runs of each case saw and did', command: 'test spray --verbose' },
      { what: 'Write a JUnit report for CI', command: 'test --reporter junit=reports/junit.xml' },
      { what: 'Let Kusto answer the queries', command: 'test --engine kusto=http://localhost:8080' },
      { what: 'Show results and annotate a pull request', command: 'test --reporter pretty --reporter github' },
    ],
    exitCodes: [
      [0, 'every case passed'],
      [1, 'a case failed, or its rule cannot be replayed'],
      [2, `${noFiles}; no case was found`],
    ],
  },
  run: {
    description: [
      'Runs a rule as if it had been scheduled at the given time, and prints the rows its query returns and the alerts they raise. Useful before a test exists.',
    ],
    examples: [
      {
        what: 'Run a rule over a folder of logs',
        command: 'run detections/spray.yaml --data logs --at 2026-03-02T10:00Z',
      },
      {
        what: 'Try another threshold',
        command: 'run spray --data logs --at 2026-03-02 --param n=20',
      },
    ],
    exitCodes: [
      [0, 'the rule ran, whether or not it raised alerts'],
      [1, 'the rule or its query has an error or cannot be replayed'],
      [2, noFiles],
    ],
  },
  coverage: {
    description: [
      'Replays the tests of each rule and lists the filter conditions that held for every row that reached them, or for none.',
      'With --mutate, replays the tests of each rule with small changes of the rule, one at a time: a condition left out, a comparison changed at its boundary, a threshold or the trigger off by one, a window or the period halved, another kind of join, another letter case. A change that no case notices is listed at its line: the tests would pass if somebody made it by mistake. Changes that compile to the same plan as the rule are left out. Rules of which nothing has changed since they were scored keep their score.',
    ],
    examples: [
      { what: 'List conditions that no test shows both true and false', command: 'coverage' },
      { what: 'List what the tests of a rule would not notice', command: 'coverage --mutate spray' },
      {
        what: 'Require that tests notice nine in ten changes of each rule',
        command: 'coverage --mutate --min-score 90',
      },
    ],
    exitCodes: [
      [0, 'the tests were replayed'],
      [1, 'a case does not pass, or a score is below --min-score'],
      [2, noFiles],
    ],
  },
  diff: {
    description: [
      'Replays all test cases with the rules as they are and as they were in a Git revision, and lists the alerts that only one of the two raises. Functions, watchlists and tables are those of each version; logs are those of now. With --data, rules also run over recorded logs, on their schedule, from the first row to the last.',
    ],
    examples: [
      { what: 'See what a branch changes', command: 'diff --base main' },
      { what: 'The same over a week of logs', command: 'diff --base main --data logs' },
      { what: 'Write a comment for a pull request', command: 'diff --base origin/main --format markdown' },
    ],
    exitCodes: [
      [0, 'the alerts are compared, whether or not they differ'],
      [1, 'a rule or its query has an error'],
      [2, noFiles],
    ],
  },
  backtest: {
    description: [
      'Runs rules on their schedule over every day from --from to --to, in UTC, and shows the alerts of each day, the entities in most alerts, what suppression skips, and how many rows were scanned. Windows reach back before the first day; tables without a file are empty.',
      'With --archive, reads the rows of an archive: from a copy of its vault, or from the vault of a workspace. With --engine, asks another engine about its own logs, a query for each run.',
      'With --sweep, does so for each value of a threshold that is a top-level let of the query. A day in which a run fails is named, and the others go on.',
    ],
    examples: [
      { what: 'Count the alerts of a month', command: 'backtest spray --data logs --from 2026-03-01 --to 2026-03-31' },
      {
        what: 'Try thresholds over a day',
        command: 'backtest spray --data logs --from 2026-03-01 --sweep failed=5..50:5',
      },
    ],
    exitCodes: [
      [0, 'every run was answered'],
      [1, 'a rule or its query has an error, or a day failed'],
      [2, noFiles],
    ],
  },
  explain: {
    description: [
      'Replays a case, or runs the rule over recorded logs, and shows how many rows each operator of the query received and returned. If a run raised no alert, says why, at the line of the rule: the condition that held back the rows that would have counted, the side of a join without a match, the window, the trigger, or suppression. If there are several runs, the most informative one is explained; --at chooses another.',
    ],
    examples: [
      { what: 'Explain why a case stays silent', command: 'explain detections/spray.yaml --case "one user"' },
      { what: 'Explain a run over recorded logs', command: 'explain spray --data logs --at 2026-03-02T10:00:00Z' },
      {
        what: 'Explain a run over what a workspace has',
        command: 'explain spray --at 2026-03-02T10:00Z --engine workspace=prod',
      },
      { what: 'Explain all cases of a rule as JSON', command: 'explain spray --format json' },
    ],
    exitCodes: [
      [0, 'the run is explained, whether or not it raised alerts'],
      [1, 'the rule or its query has an error, or a run failed'],
      [2, noFiles],
    ],
  },
  fixture: {
    description: [
      'Turns recorded logs, in any shape that Tripline reads, into fixtures that can be committed: accounts, hosts, addresses, ids and mail domains are replaced by pseudonyms, the same wherever they occur and, with the same key, in every run. Addresses stay in their kind of network and in the ranges that watchlists and the rule name; texts that the rule compares with stay as they are. Logs with secrets are refused.',
      'With --rule, the rule runs over the logs and over the fixtures. Nothing is written unless the same rows come out, renamed.',
    ],
    examples: [
      {
        what: 'Keep what one run of a rule reads',
        command: 'fixture --data logs --rule spray --at 2026-03-02T10:00Z --out made',
      },
      {
        what: 'Make fixtures of all tables in which an account is mentioned',
        command: 'fixture --data logs --where \'* has "ann"\' --out ann',
      },
    ],
    exitCodes: [
      [0, 'the fixtures were written'],
      [1, 'the rule or a condition has an error, a secret was found, or the rule sees other rows in the fixtures'],
      [2, noFiles],
    ],
  },
  record: {
    description: [
      'Queries a workspace for the rows of the tables that a rule reads, and makes a fixture of them, as "tripline fixture" does of recorded logs. The rows never reach the disk of this machine under their own names, except in a temporary folder of this user while the command runs.',
      'The rule runs at --to over the rows and over the fixture. Nothing is written unless the same rows come out, renamed.',
    ],
    examples: [
      {
        what: 'Record what made a rule fire',
        command: 'record dns --workspace soc --from 2026-03-01 --to 2026-03-02 --out x',
      },
    ],
    exitCodes: [
      [0, 'the fixture was written'],
      [1, 'the rule has an error, a secret was found, or the rule sees other rows in the fixture'],
      [2, noFiles],
    ],
  },
  query: {
    description: [
      'Runs a query against a folder of recorded logs, or with --workspace against a live workspace. Tables without a file are empty.',
      'On a terminal, columns without values are left out and wide cells are cut; --columns chooses columns, and other formats have all of them.',
      'With --batch, each line of standard input is a request {"id", "kql", "at", "tables", …} and gets one line of JSON as its answer.',
    ],
    examples: [
      { what: 'Query recorded logs', command: "query 'SigninLogs | count' --data logs" },
      { what: 'Run a query file, with a fixed time', command: 'query -f hunt.kql --data logs --at 2026-03-02T10:00Z' },
      { what: 'Print how a query is planned', command: "query 'SigninLogs | count' --show plan" },
      { what: 'Record logs from a workspace', command: "query 'SigninLogs | take 9' --workspace prod --format ndjson" },
    ],
    exitCodes: [
      [0, 'the query ran; with --batch: every request was answered'],
      [1, 'the query has an error or cannot be answered exactly'],
      [2, `${noFiles}; the workspace cannot be reached`],
    ],
  },
  verify: {
    description: [
      'Replays the tests, and asks another engine each query that a run asks, with the rows that the run sees as part of the query. Answers are compared as sets of rows; reals may differ in their last digits.',
      "With a cluster of Azure Data Explorer, an eventhouse of Fabric or the Kusto emulator, this is the service's own word on a case. A difference is a mistake in Tripline: please report it.",
      'Data that does not fit into a query is not sent, unless --allow-management allows it to be loaded into tables of its own, which are removed afterwards.',
    ],
    examples: [
      { what: 'Compare with the Kusto emulator', command: 'verify --engine kusto=http://localhost:8080' },
      { what: 'Keep its answers', command: 'verify --engine kusto=http://localhost:8080 --record cases.jsonl' },
      { what: 'Compare the queries of a folder', command: 'verify hunting --engine kusto=http://localhost:8080' },
      { what: 'Compare with a workspace', command: 'verify detections/identity --engine workspace=prod' },
    ],
    exitCodes: [
      [0, 'no answer differs'],
      [1, 'an answer differs, or the engine rejects a query that Tripline answers'],
      [2, `${noFiles}; the engine cannot be used, or nothing could be compared`],
    ],
  },
  schema: {
    description: [
      'Shows the tables and columns that queries can use: the Log Analytics catalogue and the custom tables in schemas/. "schema infer" prints such a file for a sample of rows, named after the table, in JSON or CSV; text in JSON stays text, and columns without values are text. "schema diff" shows what a file adds to the catalogue. "schema files" updates the JSON Schemas with which editors complete and validate rules, tests and tripline.yaml.',
    ],
    examples: [
      { what: 'List all tables', command: 'schema list' },
      { what: 'Describe a table from a sample', command: 'schema infer logs/Door_CL.csv' },
      { what: 'Show what a file adds', command: 'schema diff schemas/Door_CL.yaml' },
      { what: 'Show the columns of a table', command: 'schema show SigninLogs' },
      { what: 'Update the JSON Schemas in .schemas', command: 'schema files' },
    ],
    exitCodes: [
      [0, 'the schema was shown or written'],
      [2, 'the table does not exist; a file cannot be read or written'],
    ],
  },
  plan: {
    description: [
      'Compares the rules and table retention of the project with a workspace and prints what apply would create, update or, with --prune, delete. Changes nothing. Rules that were edited elsewhere since they were applied are conflicts, which --overwrite, --adopt and --enable resolve.',
      'Several workspaces are planned in one report, and --out saves the plans of all. One that cannot be planned does not keep the others from it, but decides the exit code.',
    ],
    examples: [
      { what: 'Preview a deployment', command: 'plan --workspace prod' },
      { what: 'Save the plan for review', command: 'plan --workspace prod --out plan.json' },
      { what: 'Preview several workspaces', command: 'plan --workspace dev,prod' },
      { what: 'Detect drift in a scheduled job', command: 'plan --workspace prod --detailed-exitcode' },
    ],
    exitCodes: [
      [0, 'the plan was made'],
      [1, 'a rule has an error, or a step of the plan is in conflict'],
      [2, `${noFiles}; the workspace cannot be reached; with --detailed-exitcode: changes are pending`],
    ],
  },
  apply: {
    description: [
      'Carries out a saved plan exactly as it was reviewed. What has changed in the workspace since is left alone; what is already in effect is not sent again, so the same plan can be applied until all of it is done. With --workspace, makes a plan, shows it and asks for approval first if something would change. Every write is read back and verified. Each step is shown as soon as it ends.',
      'A plan of several workspaces is applied to one after the other; --workspace chooses among them. What fails in one does not stop the others.',
    ],
    examples: [
      { what: 'Apply a reviewed plan', command: 'apply plan.json' },
      { what: 'Plan, review and apply at a terminal', command: 'apply --workspace dev' },
      { what: 'Plan and apply without a terminal', command: 'apply --workspace dev --yes' },
    ],
    exitCodes: [
      [0, 'every step was applied or already in effect'],
      [1, 'a step failed, was refused or skipped; approval was declined'],
      [2, `${noFiles}; the workspace cannot be reached`],
    ],
  },
  drift: {
    description: [
      'Lists the resources of the project that were edited, disabled or deleted in the workspace since they were applied, field by field from the file to the workspace, and the rules that the project did not deploy. Changes in files that have not been applied yet are only counted. Changes nothing.',
      'With --absorb, writes what the workspace has into the files of the project, and nothing else into them: comments and layout stay. Afterwards the plan has nothing to do for that resource. What a file cannot say is refused.',
    ],
    examples: [
      { what: 'Look for edits in a scheduled job', command: 'drift --workspace prod' },
      { what: 'Look for edits in all workspaces', command: 'drift --all' },
      { what: 'Write the text of an issue', command: 'drift --workspace prod --format markdown' },
      {
        what: 'Keep an edit that was made in the portal',
        command: 'drift --workspace prod --absorb 2f1bd6c5-7a52-4c51-9f66-0d8f0c1f3a11',
      },
    ],
    exitCodes: [
      [0, 'nothing has drifted; with --absorb: all that was named is in the files'],
      [1, 'something has drifted, or cannot be absorbed; a rule has an error'],
      [2, `${noFiles}; the workspace cannot be reached`],
    ],
  },
  ...archiveHelp,
  ...evidenceHelp,
  emulator: {
    description: [
      'Serves the Azure endpoints that plan, apply, query and doctor use, over HTTPS on 127.0.0.1. They reach it with --workspace local, once tripline.yaml has local: {} under workspaces. Its state is kept in .tripline; Ctrl-C stops it.',
      'With --faults, requests go wrong by chance: 429 and 500 (not carried out), drop (the connection is cut before the request is carried out) and dropAfter (after it), 404read (a new resource is not found yet), etag (a resource gets another etag before it is written), ghost (rows of a watchlist that is deleted and made again stay in queries). The same seed and the same requests give the same faults.',
    ],
    examples: [
      { what: 'Start a local workspace', command: 'emulator' },
      { what: 'Serve recorded logs to queries', command: 'emulator --data logs' },
      {
        what: 'Rehearse a deployment over a bad connection',
        command: 'emulator --faults 429:0.1,500:0.05,dropAfter:0.02',
      },
    ],
    exitCodes: [
      [0, 'stopped by Ctrl-C'],
      [2, 'it cannot start'],
    ],
  },
  doctor: {
    description: [
      'Checks Node.js, the KQL parser, the database and the project and, with --workspace, that its rules and tables can be read with the current credentials.',
    ],
    examples: [
      { what: 'Check this machine', command: 'doctor' },
      { what: 'Check access to a workspace', command: 'doctor --workspace prod' },
    ],
    exitCodes: [
      [0, 'everything works'],
      [2, 'something does not work'],
    ],
  },
}
