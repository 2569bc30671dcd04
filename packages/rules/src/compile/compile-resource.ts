import type { Diagnosed } from '@tripline/diagnostics'
import type { Rule } from '../document/rule.ts'
import { type CompileSettings, compileRule } from './compile-rule.ts'
import { compileSearch } from './compile-search.ts'
import type { CompiledResource } from './compiled-resource.ts'

/** Compiles any rule: a hunting query to a saved search, the others to what runs. */
export const compileResource = (rule: Rule, settings: CompileSettings): Diagnosed<CompiledResource> =>
  rule.kind === 'Hunting' ? compileSearch(rule, settings) : compileRule(rule, settings)
