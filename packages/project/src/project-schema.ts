import { documentSchema, type JsonSchema, strict } from '@tripline/yaml'
import { projectFormat } from './project-format.ts'

/** JSON Schema of `tripline.yaml`, for editors. */
export const projectSchema: JsonSchema = documentSchema('tripline.yaml', projectFormat, strict)
