import { observer, useField } from '@formily/react'
import { fieldAt } from '@lianban/forms'
import { useEnvironment } from '../context.ts'
import { NoticeBox } from '../notice-box.tsx'

/** A remark between fields. */
export const Notice = observer(() => {
  const { session } = useEnvironment()
  const field = fieldAt(session.schema, useField().path.toString())
  return field && <NoticeBox schema={field.schema} />
})
