import { CameraOutlined, CloseOutlined, ExclamationCircleFilled, PaperClipOutlined, UploadOutlined } from '@ant-design/icons'
import { checkFiles, type FieldSchema, type FileValue, mostItems, readableSize } from '@lianban/forms'
import { Button, Progress, theme } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import type { InputBinding, UploadFile } from './context.ts'
import { FileList as Files } from './file-list.tsx'

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
  const lastKey = useRef(0)
  const active = useRef(0)
  const [sending, setSending] = useState<Sending[]>([])
  const most = mostItems(schema)
  const { accept, maxBytes, camera } = schema['x-component-props'] ?? {}
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
  }

  const limits = [
    Array.isArray(accept) ? accept.map((it) => it.slice(1).toUpperCase()).join('、') : '',
    typeof maxBytes === 'number' ? `单个不超过 ${readableSize(maxBytes)}` : '',
    most > 1 ? `最多 ${most} 个` : '',
  ].filter(Boolean)
  const pick = { title, binding, disabled: room <= 0 || !uploadFile, onChoose: choose }
  return (
    <div>
      <div style={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: token.marginXS }}>
        {camera !== 'only' && (
          <PickButton
            {...pick}
            id={binding.id}
            text="选择文件"
            icon={<UploadOutlined aria-hidden />}
            accept={Array.isArray(accept) ? accept.join(',') : undefined}
            multiple={most > 1}
          />
        )}
        {camera !== undefined && (
          <PickButton
            {...pick}
            id={camera === 'only' ? binding.id : `${binding.id}-camera`}
            text="拍照"
            icon={<CameraOutlined aria-hidden />}
            accept="image/*"
            capture
          />
        )}
        <span style={{ color: token.colorTextSecondary }}>{limits.join(',')}</span>
      </div>
      {value.length > 0 && (
        <div style={{ marginTop: token.marginXS }}>
          <Files files={value} fileUrl={fileUrl} onRemove={(fileId) => onChange((files) => files.filter((it) => it.fileId !== fileId))} />
        </div>
      )}
      {sending.length > 0 && (
        <ul style={{ listStyle: 'none', margin: `${token.marginXS}px 0 0`, padding: 0 }}>
          {sending.map((it) => (
            <SendingLine key={it.key} file={it} onForget={() => forget(it.key)} />
          ))}
        </ul>
      )}
    </div>
  )
}

interface PickButtonProps {
  id: string
  title: string
  binding: InputBinding
  text: string
  icon: ReactNode
  accept?: string
  multiple?: boolean
  /** Takes the picture with the camera at the back, where there is one. */
  capture?: boolean
  disabled: boolean
  onChoose: (files: FileList | null) => void
}

/** The browser's file input behind a button of the house. */
function PickButton({ id, title, binding, text, icon, accept, multiple, capture, disabled, onChoose }: PickButtonProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        id={id}
        type="file"
        hidden
        tabIndex={-1}
        aria-labelledby={`${binding.id}-label`}
        multiple={multiple}
        accept={accept}
        capture={capture ? 'environment' : undefined}
        onChange={(event) => {
          onChoose(event.target.files)
          // The same file may be chosen once more.
          event.target.value = ''
        }}
      />
      <Button
        icon={icon}
        onClick={() => input.current?.click()}
        disabled={disabled}
        danger={binding['aria-invalid']}
        aria-label={`${text}:${title}`}
        aria-describedby={binding['aria-describedby']}
      >
        {text}
      </Button>
    </>
  )
}

function SendingLine({ file, onForget }: { file: Sending; onForget: () => void }) {
  const { token } = theme.useToken()
  return (
    <li style={{ padding: `${token.paddingXXS}px 0`, maxWidth: 560 }}>
      <div style={{ display: 'flex', alignItems: 'center', gap: token.marginXS }}>
        <PaperClipOutlined aria-hidden style={{ color: token.colorTextTertiary }} />
        <span style={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>{file.name}</span>
        {file.error !== null && (
          <Button type="text" size="small" icon={<CloseOutlined aria-hidden />} aria-label={`删除文件${file.name}`} onClick={onForget} />
        )}
      </div>
      {file.error === null ? (
        <Progress percent={Math.round(file.percent)} size="small" status="active" aria-label={`正在上传${file.name}`} />
      ) : (
        <div role="alert" style={{ color: token.colorErrorText }}>
          <ExclamationCircleFilled aria-hidden style={{ marginInlineEnd: token.marginXXS }} />
          {file.error}
        </div>
      )}
    </li>
  )
}
