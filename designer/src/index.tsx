export { DiagramView, type DiagramViewProps } from './diagram-view.tsx'
export { DiagramComparison, type DiagramComparisonProps } from './diagram-comparison.tsx'
export { markersOf, type DiagramMarks, type ElementMark } from './marks.ts'
