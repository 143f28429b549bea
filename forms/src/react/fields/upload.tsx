import type { Field as FormilyField } from '@formily/core'
import { observer, useField } from '@formily/react'
import { toJS } from '@formily/reactive'
import type { FileValue } from '@lianban/forms'
import { useControl, useEnvironment } from '../context.ts'
import { FileUpload } from '../file-upload.tsx'

/** Files of a form: the value is a list of references, `{fileId, name, size}`. */
export const Upload = observer(() => {
  const { session, uploadFile, fileUrl } = useEnvironment()
  const { path, field, binding, leave } = useControl()
  const formily = useField<FormilyField>()
  const files = (): FileValue[] => (Array.isArray(formily.value) ? (toJS(formily.value) as FileValue[]) : [])
  return (
    <FileUpload
      binding={binding}
      title={field.title}
      schema={field.schema}
      value={files()}
      onChange={(change) => {
        void formily.onInput(change(files()))
        leave()
      }}
      uploadFile={uploadFile}
      fileUrl={fileUrl}
      onBusy={(busy) => session.setUploading(path, busy)}
    />
  )
})
