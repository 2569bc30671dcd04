import type { CompiledDetection, DetectionBody } from './compiled-resource.ts'

/** A request that creates a custom detection, or updates the one with the rule's id; `url` follows the address of Microsoft Graph. */
export interface GraphRequest {
  readonly method: 'POST' | 'PATCH'
  readonly url: string
  /** SHA-256 of what the body says; it is not sent. */
  readonly sha256: string
  readonly body: DetectionBody
}

const collection = '/beta/security/rules/detectionRules'

export const renderGraph = (detections: readonly CompiledDetection[]): readonly GraphRequest[] =>
  detections.map(({ id, body, hash }) =>
    id === ''
      ? { method: 'POST', url: collection, sha256: hash, body }
      : { method: 'PATCH', url: `${collection}/${encodeURIComponent(id)}`, sha256: hash, body },
  )
