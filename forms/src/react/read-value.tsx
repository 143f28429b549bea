import { PaperClipOutlined } from '@ant-design/icons'
import { componentOf, type Field, type FileValue, isBlank, readableSize } from '@lianban/forms'
import { theme, Typography } from 'antd'

interface ReadValueProps {
  field: Field
  value: unknown
  fileUrl?: (fileId: string) => string
}

/** A value as people read it: labels instead of codes, days in Chinese, files as links. */
export function ReadValue({ field, value, fileUrl }: ReadValueProps) {
  const { token } = theme.useToken()
  // A switch nobody touched is off, as it is for the rules.
  if (isBlank(value) && field.schema.type === 'boolean') return <>{readableValue(field, false)}</>
  if (isBlank(value)) return <span style={{ color: token.colorTextSecondary }}>未填写</span>
  if (field.kind === 'files') return <FileLinks files={value as FileValue[]} fileUrl={fileUrl} />
  const text = readableValue(field, value)
  switch (componentOf(field.schema)) {
    case 'TextArea':
      return <span style={{ whiteSpace: 'pre-wrap' }}>{text}</span>
    case 'CitizenId':
    case 'CreditCode':
    case 'Phone':
      return <span style={{ fontFamily: token.fontFamilyCode }}>{text}</span>
    default:
      return <>{text}</>
  }
}

/** The text of a scalar or of choices. Unknown options show their code: better odd than silent. */
export function readableValue(field: Field, value: unknown): string {
  if (Array.isArray(value)) return value.map((it: unknown) => readableValue(field, it)).join('、')
  if (typeof value === 'boolean') return value ? '是' : '否'
  const option = field.schema.enum?.find((it) => it.value === value)
  if (option) return option.label
  const text = String(value)
  const component = componentOf(field.schema)
  if (component === 'DatePicker') return text.replace(/^(\d{4})-0?(\d+)-0?(\d+)$/, '$1年$2月$3日')
  if (component === 'MoneyInput') return `${text.replace(/\B(?=(\d{3})+\.)/g, ',')} 元`
  const suffix = field.schema['x-component-props']?.['suffix']
  return typeof suffix === 'string' ? `${text} ${suffix}` : text
}

function FileLinks({ files, fileUrl }: { files: FileValue[]; fileUrl?: (fileId: string) => string }) {
  const { token } = theme.useToken()
  return (
    <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      {files.map((file) => (
        <li key={file.fileId} style={{ overflowWrap: 'anywhere' }}>
          <PaperClipOutlined aria-hidden style={{ marginInlineEnd: token.marginXXS, color: token.colorTextTertiary }} />
          {fileUrl ? (
            <Typography.Link href={fileUrl(file.fileId)} target="_blank" rel="noreferrer">
              {file.name}
            </Typography.Link>
          ) : (
            file.name
          )}
          <span style={{ color: token.colorTextSecondary, marginInlineStart: token.marginXS }}>{readableSize(file.size)}</span>
        </li>
      ))}
    </ul>
  )
}
