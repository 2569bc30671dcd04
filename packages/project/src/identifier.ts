import { parsed } from '@tripline/yaml'

const matching = (expected: string, pattern: RegExp, change = (text: string) => text) =>
  parsed(expected, text => (pattern.test(text) ? change(text) : undefined))

/** A GUID, converted to lower case. */
export const guid = matching('a GUID', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, text => text.toLowerCase())

/** Azure's rule for names of resource groups, without characters that need escaping in a URL. */
export const resourceGroupName = matching('the name of a resource group', /^[\w.()-]{0,89}[\w()-]$/)

/** What a workspace calls a rule, in any case. */
export const ruleId = matching('the id of a rule', /^[^\s/\\?#%]{1,260}$/)

const workspaceName = /^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/

/** Azure's rule for names of Log Analytics workspaces. */
export const isWorkspaceName = (name: string): boolean => workspaceName.test(name)

export const workspaceResourceName = matching(
  'the name of a workspace: 4 to 63 letters, digits and hyphens',
  workspaceName,
)

/** Azure's rule for names of storage accounts. */
export const storageAccountName = matching(
  'the name of a storage account: 3 to 24 lower-case letters and digits',
  /^[a-z0-9]{3,24}$/,
)

/** Azure's rule for names of blob containers. */
export const containerName = matching(
  'the name of a container: 3 to 63 lower-case letters, digits and single hyphens',
  /^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$/,
)

/** A name that queries can call. */
export const functionName = matching('the name of a function: letters, digits and _', /^[A-Za-z_]\w*$/)

/** The parameters of a stored function as KQL writes them. */
export const parameterList = matching('parameters such as (window:timespan, user:string="")', /^\(.*\)$/s)

/** By which a workspace knows what belongs to a project. */
export const projectName = matching('a name of letters, digits and "-_./"', /^\w[\w./-]{0,99}$/)
