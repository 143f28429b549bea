/** The process designer: a BPMN model together with its matter's manifest entry. Loaded lazily, it brings bpmn-js. */
export { ProcessDesigner, type ProcessDesignerProps } from './process-designer.tsx'
export type {
  AccessMap,
  AccessValue,
  ActionLike,
  ApprovalLike,
  Known,
  KnownField,
  LengthLike,
  MatterLike,
  Problem,
  ProcessDraft,
  StepLike,
  TaskLike,
} from './draft.ts'
export { checkLimits, type LimitProblem } from './matter/limits.ts'
export { withDiagram } from './layout/auto-layout.ts'
