import { DeleteOutlined, UploadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useRef, useState, type ChangeEvent, type ReactNode } from 'react'
import { api, paths } from '../../api/api.ts'
import { asApiError } from '../../api/api-error.ts'
import type { UploadedFile } from '../../api/cases.ts'
import type { MatterMaterial } from '../../api/matters.ts'
import { sizeText } from '../../time.ts'
import type { UploadFor } from '../../api/phone-uploads.ts'
import { PhoneUpload } from './phone-upload.tsx'
import './upload-field.css'
import { acceptOf, formatsText, refusalOf, requiredText } from './material-text.ts'

interface Props {
  material: MatterMaterial
  files: UploadedFile[]
  /** What is wrong with this material, from the check or the server. */
  problem?: string
  onAdd: (file: UploadedFile) => void
  onRemove: (fileId: string) => void
  /** What the files are for, where a telephone may hand them in too. */
  phone?: UploadFor
  /** What there is instead of uploading: papers to use again, 容缺. */
  children?: ReactNode
}

/** One material: what it is, choose files, see them, take one back. A file is sent at once and kept by the server. */
export function UploadField({ material, files, problem, onAdd, onRemove, phone, children }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const [sending, setSending] = useState<string[]>([])
  const [refused, setRefused] = useState<string[]>([])
  const id = `material-${material.key}`

  const send = async (file: File) => {
    const refusal = refusalOf(file, material)
    if (refusal) return setRefused((now) => [...now, refusal])
    setSending((now) => [...now, file.name])
    try {
      onAdd(await api.upload(file))
    } catch (thrown) {
      setRefused((now) => [...now, `“${file.name}”没有上传成功:${asApiError(thrown).message}`])
    } finally {
      setSending((now) => now.filter((name) => name !== file.name))
    }
  }

  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    setRefused([])
    for (const file of event.target.files ?? []) void send(file)
    event.target.value = ''
  }

  const problems = [...refused, ...(problem ? [problem] : [])]
  return (
    <div className="guide-material" id={id} data-testid={id} tabIndex={-1} role="group" aria-labelledby={`${id}-name`}>
      <div id={`${id}-name`}>
        <strong>{material.name}</strong> <span className={material.required ? 'required-word' : 'quiet'}>({requiredText(material)})</span>
      </div>
      <div className="quiet">
        {material.description} · {formatsText(material)}
      </div>
      {problems.map((text) => (
        <div key={text} className="upload-problem" role="alert">
          {text}
        </div>
      ))}
      {children}
      <ul className="plain upload-list">
        {files.map((file) => (
          <li key={file.fileId} className="upload-file">
            <a className="grow break" href={paths.file(file.fileId)} target="_blank" rel="noreferrer">
              {file.name}
            </a>
            <span className="quiet nowrap">{sizeText(file.size)}</span>
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={`移除 ${file.name}`}
              title="移除"
              onClick={() => onRemove(file.fileId)}
            />
          </li>
        ))}
        {sending.map((name) => (
          <li key={name} className="upload-file quiet" aria-live="polite">
            <span className="grow break">{name}</span>正在上传…
          </li>
        ))}
      </ul>
      <input
        ref={input}
        type="file"
        hidden
        multiple={material.maxFiles > 1}
        accept={acceptOf(material)}
        onChange={choose}
        aria-labelledby={`${id}-name`}
      />
      <div className="row gap-above">
        <Button icon={<UploadOutlined />} loading={sending.length > 0} onClick={() => input.current?.click()}>
          {files.length ? '继续添加' : '选择文件'}
        </Button>
        {phone && files.length < material.maxFiles && <PhoneUpload to={phone} material={material} there={files.length} onAdd={onAdd} />}
      </div>
    </div>
  )
}
