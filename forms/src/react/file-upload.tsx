import { CloseOutlined, ExclamationCircleFilled, PaperClipOutlined, UploadOutlined } from '@ant-design/icons'
import { checkFiles, type FieldSchema, type FileValue, LIMITS, readableSize } from '@lianban/forms'
import { Button, Progress, theme, Typography } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import type { InputBinding, UploadFile } from './context.ts'

export interface FileUploadProps {
  binding: InputBinding
  title: string
  /** `maxItems` and the component properties `accept` and `maxBytes` are kept. */
  schema: Pick<FieldSchema, 'type' | 'maxItems' | 'x-component' | 'x-component-props'>
  value: FileValue[]
  /** Called with a function of the newest value, because several files may arrive at once. */
  onChange: (change: (files: FileValue[]) => FileValue[]) => void
  uploadFile?: UploadFile
  fileUrl?: (fileId: string) => string
  /** Told when sending begins and when nothing is being sent any more. */
  onBusy?: (busy: boolean) => void
}

/** A file on its way, or one that did not arrive. */
interface Sending {
  key: number
  name: string
  percent: number
  error: string | null
}

/**
 * Uploads files at once and keeps `{fileId, name, size}` of each. Type and size are checked before anything is sent;
 * a file that fails stays in the list with the reason, beside those that arrived.
 */
export function FileUpload({ binding, title, schema, value, onChange, uploadFile, fileUrl, onBusy }: FileUploadProps) {
  const { token } = theme.useToken()
  const input = useRef<HTMLInputElement>(null)
  const lastKey = useRef(0)
  const active = useRef(0)
  const [sending, setSending] = useState<Sending[]>([])
  const most = Math.min(schema.maxItems ?? LIMITS.files, LIMITS.filesMax)
  const { accept, maxBytes } = schema['x-component-props'] ?? {}
  const room = most - value.length - sending.filter((it) => it.error === null).length
  const update = (key: number, change: Partial<Sending>) =>
    setSending((all) => all.map((it) => (it.key === key ? { ...it, ...change } : it)))
  const forget = (key: number) => setSending((all) => all.filter((it) => it.key !== key))

  async function send(file: File, error: string | null) {
    const key = ++lastKey.current
    setSending((all) => [...all, { key, name: file.name, percent: 0, error }])
    if (error !== null || !uploadFile) return
    active.current += 1
    onBusy?.(true)
    try {
      const { fileId, name, size } = await uploadFile(file, { onProgress: (percent) => update(key, { percent }) })
      onChange((files) => [...files, { fileId, name, size }])
      forget(key)
    } catch (reason) {
      update(key, { error: reason instanceof Error && reason.message ? reason.message : '上传失败,请重试' })
    } finally {
      active.current -= 1
      if (active.current === 0) onBusy?.(false)
    }
  }

  function choose(chosen: FileList | null) {
    setSending((all) => all.filter((it) => it.error === null))
    for (const [index, file] of [...(chosen ?? [])].entries()) {
      const wrong = index >= room ? `最多 ${most} 个文件,请先删除` : (checkFiles(schema, title, [file])?.message ?? null)
      void send(file, wrong)
    }
    if (input.current) input.current.value = ''
  }

  const limits = [
    Array.isArray(accept) ? accept.map((it) => it.slice(1).toUpperCase()).join('、') : '',
    typeof maxBytes === 'number' ? `单个不超过 ${readableSize(maxBytes)}` : '',
    most > 1 ? `最多 ${most} 个` : '',
  ].filter(Boolean)
  return (
    <div>
      <div style={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: token.marginXS }}>
        <input
          ref={input}
          id={binding.id}
          type="file"
          hidden
          tabIndex={-1}
          aria-labelledby={`${binding.id}-label`}
          multiple={most > 1}
          accept={Array.isArray(accept) ? accept.join(',') : undefined}
          onChange={(event) => choose(event.target.files)}
        />
        <Button
          icon={<UploadOutlined aria-hidden />}
          onClick={() => input.current?.click()}
          disabled={room <= 0 || !uploadFile}
          danger={binding['aria-invalid']}
          aria-label={`选择文件:${title}`}
          aria-describedby={binding['aria-describedby']}
        >
          选择文件
        </Button>
        <span style={{ color: token.colorTextSecondary }}>{limits.join(',')}</span>
      </div>
      {value.length + sending.length > 0 && (
        <ul style={{ listStyle: 'none', margin: `${token.marginXS}px 0 0`, padding: 0 }}>
          {value.map((file) => (
            <FileLine
              key={file.fileId}
              name={file.name}
              href={fileUrl?.(file.fileId)}
              note={readableSize(file.size)}
              onRemove={() => onChange((files) => files.filter((it) => it.fileId !== file.fileId))}
            />
          ))}
          {sending.map((it) => (
            <FileLine
              key={`sending-${it.key}`}
              name={it.name}
              error={it.error}
              onRemove={it.error === null ? undefined : () => forget(it.key)}
            >
              {it.error === null && (
                <Progress percent={Math.round(it.percent)} size="small" status="active" aria-label={`正在上传${it.name}`} />
              )}
            </FileLine>
          ))}
        </ul>
      )}
    </div>
  )
}

interface FileLineProps {
  name: string
  href?: string
  note?: string
  error?: string | null
  onRemove?: () => void
  children?: ReactNode
}

function FileLine({ name, href, note, error, onRemove, children }: FileLineProps) {
  const { token } = theme.useToken()
  return (
    <li style={{ padding: `${token.paddingXXS}px 0`, maxWidth: 560 }}>
      <div style={{ display: 'flex', alignItems: 'center', gap: token.marginXS }}>
        <PaperClipOutlined aria-hidden style={{ color: token.colorTextTertiary }} />
        <span style={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
          {href ? (
            <Typography.Link href={href} target="_blank" rel="noreferrer">
              {name}
            </Typography.Link>
          ) : (
            name
          )}
          {note && <span style={{ color: token.colorTextSecondary, marginInlineStart: token.marginXS }}>{note}</span>}
        </span>
        {onRemove && (
          <Button type="text" size="small" icon={<CloseOutlined aria-hidden />} aria-label={`删除文件${name}`} onClick={onRemove} />
        )}
      </div>
      {error && (
        <div role="alert" style={{ color: token.colorErrorText }}>
          <ExclamationCircleFilled aria-hidden style={{ marginInlineEnd: token.marginXXS }} />
          {error}
        </div>
      )}
      {children}
    </li>
  )
}
