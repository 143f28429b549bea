import { observer, useField } from '@formily/react'
import { fieldAt } from '@lianban/forms'
import { Alert, theme } from 'antd'
import { useEnvironment } from '../context.ts'

/** A plain remark between fields: the description, with the title above it when there is one. */
export const Notice = observer(() => {
  const { session } = useEnvironment()
  const { token } = theme.useToken()
  const schema = fieldAt(session.schema, useField().path.toString())?.schema
  if (!schema) return null
  const text = <span style={{ whiteSpace: 'pre-wrap' }}>{schema.description ?? schema.title}</span>
  const both = schema.description !== undefined && schema.title !== undefined
  return (
    <Alert
      type={schema['x-component-props']?.['kind'] === 'warning' ? 'warning' : 'info'}
      showIcon
      role="note"
      message={both ? schema.title : text}
      description={both ? text : undefined}
      style={{ marginBottom: token.marginLG }}
    />
  )
})
