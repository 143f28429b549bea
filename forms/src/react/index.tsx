/** Forms in the browser: React 18, antd 5, Formily. */
export type { UploadFile, UploadProgress } from './context.ts'
export { inputId } from './context.ts'
export { FileUpload, type FileUploadProps } from './file-upload.tsx'
export { FormView, type FormViewProps } from './form-view.tsx'
export { LianbanForm, type LianbanFormHandle, type LianbanFormProps } from './lianban-form.tsx'
export { readableValue, ReadValue } from './read-value.tsx'
export { NarrowContext } from './use-place.ts'
