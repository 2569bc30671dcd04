import type { Expr, NodeName, Nodes } from '../../frontend/syntax.ts'
import type { RefusalText } from '../../refusals/refusal-row.ts'
import { refusalText } from '../../refusals/refusal-text.ts'
import type { LowerOperator } from '../lowering.ts'
import { lowerAs } from './as.ts'
import { lowerCount } from './count.ts'
import { lowerDistinct } from './distinct.ts'
import { lowerEvaluate } from './evaluate.ts'
import { lowerExtend } from './extend.ts'
import { lowerFilter } from './filter.ts'
import { lowerGetSchema } from './getschema.ts'
import { lowerInvoke } from './invoke.ts'
import { lowerJoin, lowerLookup } from './join.ts'
import { lowerMakeSeries } from './make-series.ts'
import { lowerMvApply } from './mv-apply.ts'
import { lowerMvExpand } from './mv-expand.ts'
import { lowerParse, lowerParseWhere } from './parse.ts'
import { lowerParseKv } from './parse-kv.ts'
import { lowerPartition } from './partition.ts'
import { lowerProject } from './project.ts'
import { lowerProjectByNames } from './project-by-names.ts'
import { lowerProjectAway, lowerProjectKeep, lowerProjectRename, lowerProjectReorder } from './project-columns.ts'
import { lowerSample, lowerSampleDistinct } from './sample.ts'
import { lowerScan } from './scan.ts'
import { lowerSearch } from './search.ts'
import { lowerSerialize } from './serialize.ts'
import { lowerSort } from './sort.ts'
import { lowerSummarize } from './summarize.ts'
import { lowerTake } from './take.ts'
import { lowerTop } from './top.ts'
import { lowerTopHitters } from './top-hitters.ts'
import { lowerTopNested } from './top-nested.ts'
import { lowerUnion } from './union.ts'

const table: { readonly [Name in NodeName]?: LowerOperator<Nodes[Name]> } = {
  AsOperator: lowerAs,
  CountOperator: lowerCount,
  DistinctOperator: lowerDistinct,
  EvaluateOperator: lowerEvaluate,
  ExtendOperator: lowerExtend,
  FilterOperator: lowerFilter,
  GetSchemaOperator: lowerGetSchema,
  InvokeOperator: lowerInvoke,
  JoinOperator: lowerJoin,
  LookupOperator: lowerLookup,
  MakeSeriesOperator: lowerMakeSeries,
  MvApplyOperator: lowerMvApply,
  MvExpandOperator: lowerMvExpand,
  ParseKvOperator: lowerParseKv,
  ParseOperator: lowerParse,
  ParseWhereOperator: lowerParseWhere,
  PartitionOperator: lowerPartition,
  ProjectAwayOperator: lowerProjectAway,
  ProjectByNamesOperator: lowerProjectByNames,
  ProjectKeepOperator: lowerProjectKeep,
  ProjectOperator: lowerProject,
  ProjectRenameOperator: lowerProjectRename,
  ProjectReorderOperator: lowerProjectReorder,
  RenderOperator: (_node, input) => input,
  SampleDistinctOperator: lowerSampleDistinct,
  SampleOperator: lowerSample,
  ScanOperator: lowerScan,
  SearchOperator: (node, input, environment, lowering) => lowerSearch(node, input, environment, lowering),
  SerializeOperator: lowerSerialize,
  SortOperator: lowerSort,
  SummarizeOperator: lowerSummarize,
  TakeOperator: lowerTake,
  TopHittersOperator: lowerTopHitters,
  TopNestedOperator: lowerTopNested,
  TopOperator: lowerTop,
  UnionOperator: (node, input, environment, lowering) => lowerUnion(node, input, environment, lowering),
}

/** How each tabular operator is lowered, by the parser's name of its node. */
export const operators = table as Readonly<Record<string, LowerOperator<Expr> | undefined>>

/** Operators that are not supported, by the parser's name of their node. */
export const refusedOperators: Readonly<Record<string, RefusalText>> = {
  AssertSchemaOperator: refusalText('operator-schema-only'),
  ConsumeOperator: refusalText('operator-no-rows'),
  ExecuteAndCacheOperator: refusalText('operator-cache'),
  FacetOperator: refusalText('operator-several-tables', 'facet', 'summarize'),
  ForkOperator: refusalText('operator-several-tables', 'fork', 'union'),
  MacroExpandOperator: refusalText('operator-other-workspaces'),
  /** Its patterns come from an algorithm of the service (semantics 18.3). */
  ReduceByOperator: refusalText('reduce'),
}
