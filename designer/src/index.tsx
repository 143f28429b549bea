export { DiagramView, type DiagramViewProps } from './diagram-view.tsx'
export { markersOf, type DiagramMarks, type ElementMark } from './marks.ts'
