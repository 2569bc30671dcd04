import type { CompiledResource } from './compiled-resource.ts'

/** How each target names a resource inside a workspace. */
interface ResourceAddress {
  /** Type in Bicep and for the azapi provider. */
  readonly type: string
  /** Type of the same in an ARM template that names the workspace in the resource's name. */
  readonly armType: string
  /** What stands between the workspace and the resource's own name in ARM's names. */
  readonly armPrefix: string
  /** Path of the collection, from the workspace's resource id. */
  readonly path: string
  /** How Bicep relates it: rules extend the workspace, saved searches are children of it. */
  readonly placedBy: 'scope' | 'parent'
  /** Begins its symbolic names. */
  readonly symbol: string
}

const rules = 'Microsoft.SecurityInsights/alertRules'
const searches = 'Microsoft.OperationalInsights/workspaces/savedSearches'

export const addressOf: Readonly<Record<CompiledResource['type'], ResourceAddress>> = {
  alertRule: {
    type: rules,
    armType: 'Microsoft.OperationalInsights/workspaces/providers/alertRules',
    armPrefix: 'Microsoft.SecurityInsights/',
    path: `/providers/${rules}`,
    placedBy: 'scope',
    symbol: 'rule',
  },
  savedSearch: {
    type: searches,
    armType: searches,
    armPrefix: '',
    path: '/savedSearches',
    placedBy: 'parent',
    symbol: 'search',
  },
}

/** A name that Bicep and Terraform take for the resource. */
export const symbolOf = ({ type, id }: CompiledResource): string =>
  `${addressOf[type].symbol}_${id.replace(/\W/g, '_')}`
