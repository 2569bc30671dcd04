import type { VerbName } from './grammar.ts'
import { type HelpOfVerb, noFiles } from './help-of-verb.ts'

type ArchiveVerb = Extract<VerbName, `archive ${string}`>

/** Help about the verbs of an archive. */
export const archiveHelp: Readonly<Record<ArchiveVerb, HelpOfVerb>> = {
  'archive plan': {
    description: [
      'Shows how the rows of each table get into the archive that tripline.yaml describes, how far that can be relied on, and what archive apply would create or change: containers, their immutability policies and a data export. Storage accounts are looked at and never changed. Changes nothing.',
      'Tables that a data export does not support are accepted by the service, and nothing of them arrives: only rows that were counted are believed.',
    ],
    examples: [
      { what: 'Preview the archive of a workspace', command: 'archive plan --workspace prod' },
      { what: 'Save the plan for review', command: 'archive plan --workspace prod --out archive.json' },
    ],
    exitCodes: [
      [0, 'the plan was made'],
      [1, 'a rule has an error, or a step of the plan is in conflict'],
      [2, `${noFiles}; the workspace cannot be reached; with --detailed-exitcode: changes are pending`],
    ],
  },
  'archive apply': {
    description: [
      'Carries out a plan of an archive, saved or made now, as apply does with rules. Policies are written unlocked, so everything can still be undone. Nothing is deleted.',
    ],
    examples: [
      { what: 'Apply a reviewed plan', command: 'archive apply archive.json' },
      { what: 'Plan and apply without a terminal', command: 'archive apply --workspace dev --yes' },
    ],
    exitCodes: [
      [0, 'every step was applied or already in effect'],
      [1, 'a step failed, was refused or skipped; approval was declined'],
      [2, `${noFiles}; the workspace cannot be reached`],
    ],
  },
  'archive run': {
    description: [
      'Archives every day that has ended long enough ago (archive.settle in tripline.yaml) and is not archived yet. The files that data export has landed become one packed part per table and day, written once and for ever. Their rows are counted by the hour and compared with those of the workspace; an hour with missing rows is taken from there, and one with more is recorded. A manifest, which names the one before it by its hash, says all this.',
      'May be interrupted at any time and run again; run it every night. Where nothing is new, it only lists. Rows that land later make another part and manifest. A day that is older than the retention of its table is archived as it landed, and not proved.',
    ],
    examples: [
      { what: 'Archive what has settled, in a nightly job', command: 'archive run --workspace prod' },
      { what: 'Catch up to a day', command: 'archive run --workspace prod --until 2026-03-01' },
    ],
    exitCodes: [
      [0, 'every day is archived'],
      [1, 'a table stopped at a day; a rule has an error'],
      [2, `${noFiles}; the workspace or the vault cannot be reached`],
    ],
  },
  'archive verify': {
    description: [
      'Reads all manifests of an archive and lists its parts: every day of every table must be there, the chain of manifests whole, each part as long as recorded and with the recorded hash, and the policy of the container locked and long enough. Needs nothing but the vault.',
      'With --deep, also reads the parts of a day, which must have been rehydrated, and compares every file in them with its hash; files that are still in the landing container must begin with the same bytes. With --sample, reads the parts of days that are drawn by the date, as far as they are not in the tier Archive.',
    ],
    examples: [
      { what: 'Verify the whole archive', command: 'archive verify --workspace prod' },
      { what: 'Verify a quarter', command: 'archive verify --workspace prod --from 2026-01-01 --to 2026-03-31' },
      { what: 'Read the parts of a day', command: 'archive verify --workspace prod --deep 2026-03-01' },
    ],
    exitCodes: [
      [0, 'everything is as recorded'],
      [1, 'something is missing, was changed or is not protected; a rule has an error'],
      [2, `${noFiles}; the vault cannot be reached`],
    ],
  },
  'archive query': {
    description: [
      'Answers a query from the archived rows of some days, on this machine. The parts of the tables that the query names are compared with their hashes and read day by day; of an hour that archive run took from the workspace, only those rows count. Nothing is answered if a day is missing, or if a part is still in the tier Archive: rehydrate it first.',
      'With --data, the blobs of the vault are read from a folder that they were copied to, under their names. With --engine, a Kusto cluster reads the vault through external tables, which --allow-management allows; it does not compare hashes.',
    ],
    examples: [
      {
        what: 'Show the rows of a month',
        command: 'archive query Usage --workspace dev --from 2026-03-01 --to 2026-03-31',
      },
      {
        what: 'Read a copy of the vault',
        command: 'archive query -f a.kql --data vault --from 2026-03-01 --to 2026-03-31',
      },
    ],
    exitCodes: [
      [0, 'the query ran'],
      [1, 'the query has an error; a day is missing, or a part cannot be read'],
      [2, `${noFiles}; the vault cannot be reached`],
    ],
  },
  'archive sweep': {
    description: [
      'Lists the landed files that are in the vault for certain, and deletes them with --yes. A file goes only if the policy of the vault is locked and long enough, the manifests of its table are as recorded, the last one has the file exactly as it is now, the parts with its bytes have just been read and have the recorded hashes, and the policy of the landing container no longer protects it. Everything else stays; nothing in the vault is ever touched.',
      'Parts in the tier Archive have to be rehydrated before, because they are read.',
    ],
    examples: [
      { what: 'Show what can go', command: 'archive sweep --workspace prod' },
      { what: 'Delete it', command: 'archive sweep --workspace prod --yes' },
    ],
    exitCodes: [
      [0, 'what can go was listed, or deleted'],
      [
        1,
        'something about the vault, a part or a file is not as recorded, and files stay because of it; a rule has an error',
      ],
      [2, `${noFiles}; the workspace or the vault cannot be reached`],
    ],
  },
  'archive lock': {
    description: [
      'Locks the immutability policy of a container: nobody, not even its owner, can then remove it or make it shorter, nor delete a blob before its time. A locked policy can only be extended, five times. This cannot be undone, so it asks for the name of the container, unless --container is passed with --yes-this-cannot-be-undone.',
      'Refused if archive apply still has something to do, if archive verify finds an error in the vault, or if a data export could not append any more. A policy that is locked already is extended to what tripline.yaml says.',
    ],
    examples: [
      { what: 'Lock the vault at a terminal', command: 'archive lock --workspace prod' },
      { what: 'Lock what a data export delivers', command: 'archive lock --workspace prod --container am-signinlogs' },
    ],
    exitCodes: [
      [0, 'the policy is locked for long enough'],
      [1, 'something forbids to lock it; approval was declined'],
      [2, `${noFiles}; the workspace cannot be reached`],
    ],
  },
}
