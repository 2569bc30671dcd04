import { readActual } from '@tripline/deploy'
import { isError } from '@tripline/diagnostics'
import { analyseQuery } from '@tripline/kql/compile'
import { connectWorkspace } from '../deploy/connect-target.ts'
import type { Io } from '../process/io.ts'
import { findWorkspace, type Workplace } from '../project/command-context.ts'

/** Something that commands need, and whether it is there. */
export interface Examined {
  readonly what: string
  readonly ok: boolean
  /** What was found, or why it was not. */
  readonly detail: string
}

interface Examination {
  readonly what: string
  /** Answers what was found; throws where it is not as it must be. */
  readonly look: (place: Workplace) => string | Promise<string>
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
    // Imported here, for its binary may be what is missing.
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

/** That a workspace of the project can be read with the identity at hand. */
const ofWorkspace = (name: string, io: Io): Examination => ({
  what: `workspace ${name}`,
  async look({ project, root }) {
    if (!project) throw new Error('no tripline.yaml found')
    const workspace = findWorkspace(project, name)
    const remote = workspace.value
      ? connectWorkspace(workspace.value, root, io)
      : { diagnostics: workspace.diagnostics }
    if (!remote.value) throw new Error(remote.diagnostics.find(isError)!.message)
    const actual = await readActual(remote.value)
    if (!actual.ok) throw new Error(`${actual.error.code}: ${actual.error.message}`)
    return `${actual.value.rules.size} rules, ${actual.value.tables.size} tables`
  },
})

/** Tries what commands need of this machine and, if one is named, of a workspace. */
export function examine(place: Workplace, workspace: string | undefined, io: Io): Promise<readonly Examined[]> {
  const all = workspace === undefined ? ofTheMachine : [...ofTheMachine, ofWorkspace(workspace, io)]
  return Promise.all(all.map(one => attempt(one, place)))
}

async function attempt({ what, look }: Examination, place: Workplace): Promise<Examined> {
  try {
    return { what, ok: true, detail: await look(place) }
  } catch (error) {
    return { what, ok: false, detail: (error as Error).message }
  }
}
