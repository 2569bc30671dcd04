import { inSecurityInsights } from '../http/api-versions.ts'
import { inWorkspace } from '../http/route.ts'
import { selectByFilter } from '../service/filter.ts'
import { anything, listOf, object, oneOf, patchOf, resource, type Shape, text } from '../service/shape.ts'
import { metadata } from '../state/collections.ts'
import { resourceRoutes } from './resource-routes.ts'

const texts = listOf(text())

/** A dependency, or several joined by AND or OR. */
const dependencies: Shape = (value, path) => dependency(value, path)

const dependency = object({
  contentId: text(),
  kind: text(),
  version: text(),
  name: text(),
  operator: oneOf('AND', 'OR'),
  criteria: listOf(dependencies),
})

/** By whether the service wants the parent and the kind: in a PUT, not in a PATCH. */
const properties = (mark: '!' | ''): Shape =>
  object({
    [`parentId${mark}`]: text(1),
    [`kind${mark}`]: text(1),
    contentId: text(),
    version: text(),
    customVersion: text(),
    contentSchemaVersion: text(),
    source: object({
      'kind!': oneOf('LocalWorkspace', 'Community', 'Solution', 'SourceRepository'),
      name: text(),
      sourceId: text(),
    }),
    author: object({ name: text(), email: text(), link: text() }),
    support: object({
      'tier!': oneOf('Microsoft', 'Partner', 'Community'),
      name: text(),
      email: text(),
      link: text(),
    }),
    dependencies,
    categories: object({ domains: texts, verticals: texts }),
    providers: texts,
    firstPublishDate: text(),
    lastPublishDate: text(),
    icon: text(),
    threatAnalysisTactics: texts,
    threatAnalysisTechniques: texts,
    previewImages: texts,
    previewImagesDark: texts,
  })

const whole = resource(properties('!'), { etag: anything })

/** Who made a resource. Nothing says that its parent must exist, so it need not. */
export const metadataRoutes = resourceRoutes({
  path: inWorkspace('/providers/Microsoft.SecurityInsights/metadata'),
  key: 'metadataName',
  noun: 'metadata',
  versions: inSecurityInsights('metadata'),
  held: metadata,
  body: () => whole,
  patch: patchOf(properties(''), { etag: anything }),
  paged: true,
  select: selectByFilter,
  etagRequired: () => false,
  created: 201,
  absent: 204,
  complete: ({ properties }) => properties,
})
