import type { DesiredProject, DesiredResource } from '../kind.ts'
import { kinds } from '../kinds.ts'

/** The desired resources of a workspace. Others are left alone. */
export const desiredState = (project: DesiredProject): readonly DesiredResource[] =>
  kinds.flatMap(kind => kind.wanted(project))
