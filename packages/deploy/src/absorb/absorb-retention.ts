import type { Absorbed, Differing, Members } from '../kind.ts'
import { rewritten, rootOf } from './project-file.ts'

/** Writes the plan and the retention of a stored table into `tripline.yaml`, as far as the project sets them. */
export function absorbTable({ wanted, stored, sources: { project } }: Differing): Absorbed {
  const own = (name: string) => {
    const isInherited = stored.properties[`${name}AsDefault`] === true
    return wanted.body.properties[name] === undefined || isInherited ? undefined : stored.properties[name]
  }
  const says = {
    plan: own('plan'),
    interactive: daysOf(own('retentionInDays')),
    total: daysOf(own('totalRetentionInDays')),
  }
  const { retention = {}, ...rest } = rootOf(project.file)
  const { tables = {}, ...others } = retention as Members
  const written = Object.keys(tables as Members).find(name => name.toLowerCase() === wanted.id.toLowerCase())
  const name = written ?? wanted.name
  const table = present({ ...((tables as Members)[name] as Members), ...says })
  return rewritten(project.file, {
    ...rest,
    retention: { ...others, tables: { ...(tables as Members), [name]: table } },
  })
}

/** Writes the retention of a stored workspace into `tripline.yaml`. */
export function absorbWorkspace({ stored, sources: { project } }: Differing): Absorbed {
  const { retention = {}, ...rest } = rootOf(project.file)
  const says = present({ workspace: daysOf(stored.properties.retentionInDays) })
  return rewritten(project.file, { ...rest, retention: { ...(retention as Members), ...says } })
}

const daysOf = (value: unknown): string | undefined => (typeof value === 'number' ? `${value}d` : undefined)

const present = (members: Readonly<Record<string, unknown>>): Members =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Members
