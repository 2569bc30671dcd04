import { datetimeFromUnixMilliseconds, formatDatetime } from '@tripline/schemas'
import { type Answer, ok } from '../http/answer.ts'
import type { Call, Route, RouteContext } from '../http/route.ts'
import { changeTables } from '../kusto/change-tables.ts'
import { type KustoDatabase, runCommand } from '../kusto/commands.ts'
import { badKustoRequest, errorAnswer, isPartial, missingEntity, queryFailure } from '../kusto/kusto-error.ts'
import { type KustoRequest, readKustoRequest } from '../kusto/kusto-request.ts'
import { kustoTable } from '../kusto/kusto-table.ts'
import { answerV1, answerV2, type Exchanged, type Primary } from '../kusto/write-answer.ts'
import { settle } from '../service/operation.ts'
import { nextId } from '../state/emulator-state.ts'
import { customerId, type ResourceStore } from '../state/resource-store.ts'

type Write = (primary: Primary, exchanged: Exchanged, request: KustoRequest) => Answer

interface Opened extends KustoDatabase {
  readonly workspace: ResourceStore
}

/** The last segment of a workspace's id is the name of its database. */
const databaseName = ({ id }: ResourceStore): string => id.slice(id.lastIndexOf('/') + 1)

/** What queries of a workspace can name at the moment. */
const namesIn = (workspace: ResourceStore, { names, made }: RouteContext) => ({
  names: names(workspace),
  made: made.get(workspace) ?? none,
})

const none: KustoDatabase['made'] = []

const databases = (context: RouteContext): readonly Opened[] =>
  [...context.state.workspaces.values()].map(workspace => {
    settle(workspace, context)
    return { workspace, name: databaseName(workspace), id: customerId(workspace), ...namesIn(workspace, context) }
  })

/** A query or a command, for a route that answers in one version. */
const asking =
  (write: Write, isCommand: boolean) =>
  async ({ body, headers }: Call, context: RouteContext): Promise<Answer> => {
    const clientRequestId = String(headers['x-ms-client-request-id'] ?? 'unspecified')
    const now = datetimeFromUnixMilliseconds(context.clock().getTime())
    const request = readKustoRequest(body, now)
    if (typeof request === 'string') return errorAnswer(badKustoRequest(request), clientRequestId)
    const all = databases(context)
    const wanted = request.database?.toLowerCase()
    const found = all.filter(({ name, id }) => wanted === undefined || [name.toLowerCase(), id].includes(wanted))
    const [current] = found
    if (!current) return errorAnswer(missingEntity('Database', request.database!), clientRequestId)
    if (wanted !== undefined && found.length > 1) {
      const message = `Several workspaces are called '${current.name}': name one by its GUID, such as ${current.id}.`
      return errorAnswer(badKustoRequest(message), clientRequestId)
    }
    const exchanged = { clientRequestId, at: formatDatetime(now) }
    if (isCommand || request.text.trimStart().startsWith('.')) {
      const table =
        runCommand(request.text, all, current) ??
        (isCommand && !request.isReadOnly ? await change(request, current, context) : undefined) ??
        badKustoRequest(`The emulator cannot answer this command: ${request.text.trim().slice(0, 200)}`)
      return 'status' in table ? errorAnswer(table, clientRequestId) : write(table, exchanged, request)
    }
    const answer = await ask(request.text, request, current, context)
    if (answer.ok) return write(kustoTable(answer.rows), exchanged, request)
    const error = answer.diagnostics.find(({ severity }) => severity === 'error')
    const failure = queryFailure(error)
    return isPartial(error) ? write(failure, exchanged, request) : errorAnswer(failure, clientRequestId)
  }

const ask = (kql: string, { run }: KustoRequest, { workspace, names, made }: Opened, { logs }: RouteContext) =>
  logs.run({ kql, ...run }, workspace, names, made)

/** Carries out a command that changes tables, on what the database has when its rows are there. */
async function change(request: KustoRequest, current: Opened, context: RouteContext): Promise<Primary | undefined> {
  const changed = await changeTables(request.text, {
    database: () => ({ ...current, ...namesIn(current.workspace, context) }),
    ask: kql => ask(kql, request, current, context),
    newId: () => nextId(context.state),
  })
  if (!changed || 'status' in changed) return changed
  context.made.set(current.workspace, changed.made)
  return changed.answer
}

const inV1 =
  (isCommand: boolean): Write =>
  (primary, exchanged) =>
    answerV1(primary, exchanged, isCommand)
const inV2: Write = (primary, exchanged, { isFragmented }) => answerV2(primary, exchanged, isFragmented)

/** Clients ask where to get a token; the emulator needs none. */
const signIn = {
  AzureAD: {
    LoginEndpoint: 'https://login.microsoftonline.com',
    LoginMfaRequired: false,
    KustoClientAppId: 'db662dc1-0cfe-4e1c-a843-19a68e65be58',
    KustoClientRedirectUri: 'https://microsoft/kustoclient',
    KustoServiceResourceId: 'https://kusto.kusto.windows.net',
    FirstPartyAuthorityUrl: 'https://login.microsoftonline.com/f8cdef31-a31e-4b4a-93e4-5f571e91255a',
  },
}

/** A Kusto cluster, whose databases are the workspaces. Like the Kusto emulator, it asks for no token. */
export const kustoRoutes: readonly Route[] = [
  { method: 'POST', path: '/v1/rest/query', isOpen: true, handle: asking(inV1(false), false) },
  { method: 'POST', path: '/v2/rest/query', isOpen: true, handle: asking(inV2, false) },
  { method: 'POST', path: '/v1/rest/mgmt', isOpen: true, handle: asking(inV1(true), true) },
  { method: 'GET', path: '/v1/rest/auth/metadata', isOpen: true, handle: () => ok(signIn) },
]
