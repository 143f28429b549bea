import { type Field, type FileValue, isBlank, type KnownOptions, readableValue } from '@lianban/forms'
import { theme } from 'antd'
import { FileList } from './file-list.tsx'

interface ReadValueProps {
  field: Field
  value: unknown
  fileUrl?: (fileId: string) => string
  /** Labels of what comes from a source. */
  options?: KnownOptions
}

/** A value as people read it: labels instead of codes, days in Chinese, files with their pictures. */
export function ReadValue({ field, value, fileUrl, options }: ReadValueProps) {
  const { token } = theme.useToken()
  // A switch nobody touched is off, as it is for the rules.
  if (isBlank(value) && field.schema.type === 'boolean') return <>{readableValue(field, false)}</>
  if (isBlank(value)) return <span style={{ color: token.colorTextSecondary }}>未填写</span>
  if (field.component === 'Signature') return <SignaturePicture files={value as FileValue[]} fileUrl={fileUrl} />
  if (field.kind === 'files') return <FileList files={value as FileValue[]} fileUrl={fileUrl} />
  const text = readableValue(field, value, options)
  switch (field.component) {
    case 'TextArea':
      return <span style={{ whiteSpace: 'pre-wrap' }}>{text}</span>
    case 'BankCard':
      return <span style={{ fontFamily: token.fontFamilyCode }}>{text.replace(/(\d{4})(?=\d)/g, '$1 ')}</span>
    case 'CitizenId':
    case 'CreditCode':
    case 'Phone':
      return <span style={{ fontFamily: token.fontFamilyCode }}>{text}</span>
    default:
      return <>{text}</>
  }
}

/** Ink on white paper, in the dark too: it is what will be printed. */
export function SignaturePicture({ files, fileUrl }: { files: FileValue[]; fileUrl?: (fileId: string) => string }) {
  const { token } = theme.useToken()
  const file = files[0]
  if (!file) return null
  if (!fileUrl) return <>已签署</>
  return (
    <img
      src={fileUrl(file.fileId)}
      alt="手写签名"
      style={{
        display: 'block',
        maxWidth: '100%',
        height: 72,
        padding: `${token.paddingXXS}px ${token.paddingSM}px`,
        border: `1px solid ${token.colorBorderSecondary}`,
        borderRadius: token.borderRadius,
        background: 'white',
        objectFit: 'contain',
      }}
    />
  )
}
