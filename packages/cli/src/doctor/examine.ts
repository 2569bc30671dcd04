import { readActual } from '@tripline/deploy'
import { type Diagnostic, isError } from '@tripline/diagnostics'
import { analyseQuery } from '@tripline/kql/compile'
import { connectTarget } from '../deploy/connect-target.ts'
import type { Io } from '../process/io.ts'
import { type CommandContext, findTarget } from '../project/command-context.ts'

interface Found {
  readonly ok: boolean
  /** What was found, or what is wrong and what to do. */
  readonly detail: string
}

/** Something that commands need, and whether it works. */
export interface Examined extends Found {
  readonly what: string
}

interface Examination {
  readonly what: string
  readonly look: (context: CommandContext) => Found | Promise<Found>
  /** What it means that it does not work, and what to do; without it, the reason says both. */
  readonly wrong?: (reason: string) => string
}

const works = (detail: string): Found => ({ ok: true, detail })
const fails = (detail: string): Found => ({ ok: false, detail })

/** Of the manifests. */
const oldestNode = [20, 19] as const

const ofTheMachine: readonly Examination[] = [
  { what: 'Node.js', look: () => supported(process.versions.node) },
  {
    what: 'parser',
    look({ world }) {
      const { diagnostics } = analyseQuery('print x = 1', world)
      return diagnostics.length > 0 ? fails(diagnostics[0]!.message) : works('binds a query')
    },
    wrong: reason => `the KQL parser does not work: ${reason}; install tripline again`,
  },
  {
    what: 'database',
    // Imported late, because its binary may be missing.
    async look({ world }) {
      const { openEngine } = await import('@tripline/kql/engine')
      await using engine = await openEngine(world.catalogue, { tables: [] })
      const { diagnostics } = await engine.run({ kql: 'print x = 1' })
      return diagnostics.length > 0 ? fails(diagnostics[0]!.message) : works('runs a query')
    },
    wrong: reason =>
      `the database does not work: ${reason}; install tripline again, with optional dependencies (npm install --include=optional)`,
  },
  {
    what: 'project',
    look: ({ project }) => works(project?.file.path ?? 'no tripline.yaml here; tripline init creates one'),
  },
]

/** Whether a workspace of the project can be read with the current credentials. */
const ofWorkspace = (name: string, io: Io): Examination => ({
  what: `workspace ${name}`,
  async look({ project, root }) {
    if (!project) return fails('no tripline.yaml defines it; tripline init creates one')
    const target = findTarget(project, name)
    const client = target.value ? connectTarget(target.value, root, io) : { diagnostics: target.diagnostics }
    if (!client.value) return fails(withFix(client.diagnostics.find(isError)!))
    const actual = await readActual(client.value, [])
    if (!actual.ok) return fails(`it cannot be read: ${actual.error.code}: ${actual.error.message}`)
    return works(`${actual.value.alertRules.size} rules, ${actual.value.tables.size} tables`)
  },
})

/** Checks what commands need of this machine and, if named, of a workspace. */
export function examine(context: CommandContext, workspace: string | undefined, io: Io): Promise<readonly Examined[]> {
  const all = workspace === undefined ? ofTheMachine : [...ofTheMachine, ofWorkspace(workspace, io)]
  return Promise.all(all.map(one => attempt(one, context)))
}

/** The version of Node.js, if Tripline runs on it. */
export function supported(version: string): Found {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldestMajor, oldestMinor] = oldestNode
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return works(`v${version}`)
  return fails(`version ${version} is too old; install ${oldestNode.join('.')} or later`)
}

const withFix = ({ message, fix }: Diagnostic): string => (fix === undefined ? message : `${message}; ${fix}`)

async function attempt(
  { what, look, wrong = reason => reason }: Examination,
  context: CommandContext,
): Promise<Examined> {
  const { ok, detail } = await Promise.resolve(context).then(look).catch(brokenInstallation)
  return { what, ok, detail: ok ? detail : wrong(detail) }
}

/** A missing module lists what required it on further lines. */
const brokenInstallation = ({ message }: Error): Found => fails(message.split('\n', 1)[0]!)
