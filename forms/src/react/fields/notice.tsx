import { observer, useField } from '@formily/react'
import { fieldAt } from '@lianban/forms'
import { theme } from 'antd'
import { useEnvironment } from '../context.ts'
import { NoticeBox } from '../notice-box.tsx'

/** A plain remark between fields. */
export const Notice = observer(() => {
  const { session } = useEnvironment()
  const { token } = theme.useToken()
  const field = fieldAt(session.schema, useField().path.toString())
  return field && <NoticeBox schema={field.schema} style={{ marginBottom: token.marginLG }} />
})
