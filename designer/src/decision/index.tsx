/** The editor of decision tables. Loaded lazily, it brings dmn-js. */
export { newDecision } from './new-decision.ts'
export { DecisionDesigner, type DecisionDesignerProps } from './decision-designer.tsx'
export type { DecisionField } from './fields.ts'
