/** The editor of decision tables. Loaded lazily, it brings dmn-js. */
export { DecisionDesigner, type DecisionDesignerProps } from './decision-designer.tsx'
