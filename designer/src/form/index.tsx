/** The form designer: edits one form schema. React 18, antd 5. */
export type { CountyField, SourceChoices } from './designer-context.ts'
export { FormDesigner, type FormDesignerProps } from './form-designer.tsx'
export { compareForms, type FormChange } from './model/compare.ts'
export { fieldOutline, type OutlineEntry } from './model/outline.ts'
export { expressionWords } from './model/words.ts'
export { type PreviewStep } from './preview.tsx'
