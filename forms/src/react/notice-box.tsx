import type { FieldSchema } from '@lianban/forms'
import { Alert } from 'antd'
import type { CSSProperties } from 'react'

/** The text of a Notice. */
export function NoticeBox({ schema, style }: { schema: FieldSchema; style?: CSSProperties }) {
  const text = <span style={{ whiteSpace: 'pre-wrap' }}>{schema.description ?? schema.title}</span>
  return (
    <Alert
      type={schema['x-component-props']?.['kind'] === 'warning' ? 'warning' : 'info'}
      showIcon
      message={schema.description && schema.title ? schema.title : text}
      description={schema.description && schema.title ? text : undefined}
      style={style}
    />
  )
}
