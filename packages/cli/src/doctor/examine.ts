import { readActual } from '@tripline/deploy'
import { isError } from '@tripline/diagnostics'
import { analyseQuery } from '@tripline/kql/compile'
import { connectTarget } from '../deploy/connect-target.ts'
import type { Io } from '../process/io.ts'
import { type CommandContext, findTarget } from '../project/command-context.ts'

/** Something that commands need, and whether it works. */
export interface Examined {
  readonly what: string
  readonly ok: boolean
  /** What was found, or why it does not work. */
  readonly detail: string
}

interface Examination {
  readonly what: string
  /** Returns what was found; throws if it does not work. */
  readonly look: (context: CommandContext) => string | Promise<string>
}

const ofTheMachine: readonly Examination[] = [
  { what: 'Node.js', look: () => process.version },
  {
    what: 'parser',
    look({ world }) {
      const { diagnostics } = analyseQuery('print x = 1', world)
      if (diagnostics.length > 0) throw new Error(diagnostics[0]!.message)
      return 'binds a query'
    },
  },
  {
    what: 'database',
    // Imported late, because its binary may be missing.
    async look({ world }) {
      const { openEngine } = await import('@tripline/kql/engine')
      await using engine = await openEngine(world.catalogue, { tables: [] })
      const { diagnostics } = await engine.run({ kql: 'print x = 1' })
      if (diagnostics.length > 0) throw new Error(diagnostics[0]!.message)
      return 'runs a query'
    },
  },
  { what: 'project', look: ({ project }) => project?.file.path ?? 'no tripline.yaml found' },
]

/** Whether a workspace of the project can be read with the current credentials. */
const ofWorkspace = (name: string, io: Io): Examination => ({
  what: `workspace ${name}`,
  async look({ project, root }) {
    if (!project) throw new Error('no tripline.yaml found')
    const target = findTarget(project, name)
    const client = target.value ? connectTarget(target.value, root, io) : { diagnostics: target.diagnostics }
    if (!client.value) throw new Error(client.diagnostics.find(isError)!.message)
    const actual = await readActual(client.value)
    if (!actual.ok) throw new Error(`${actual.error.code}: ${actual.error.message}`)
    return `${actual.value.rules.size} rules, ${actual.value.tables.size} tables`
  },
})

/** Checks what commands need of this machine and, if named, of a workspace. */
export function examine(context: CommandContext, workspace: string | undefined, io: Io): Promise<readonly Examined[]> {
  const all = workspace === undefined ? ofTheMachine : [...ofTheMachine, ofWorkspace(workspace, io)]
  return Promise.all(all.map(one => attempt(one, context)))
}

async function attempt({ what, look }: Examination, context: CommandContext): Promise<Examined> {
  try {
    return { what, ok: true, detail: await look(context) }
  } catch (error) {
    return { what, ok: false, detail: (error as Error).message }
  }
}
