import { Button } from 'antd'
import { useRef, useState, type ChangeEvent } from 'react'
import { api } from '../../api/api.ts'
import { asApiError } from '../../api/api-error.ts'
import type { UploadedFile } from '../../api/cases.ts'
import { sizeText } from '../../time.ts'

const MAX_FILES = 20

/** Files given as evidence; each is sent at once. */
export function EvidenceField({
  files,
  onChange,
  required,
}: {
  files: UploadedFile[]
  onChange: (files: UploadedFile[]) => void
  required?: boolean
}) {
  const input = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState('')
  const [sending, setSending] = useState(false)
  const choose = async (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = [...(event.target.files ?? [])].slice(0, MAX_FILES - files.length)
    event.target.value = ''
    setProblem('')
    setSending(true)
    const sent: UploadedFile[] = []
    for (const file of chosen) {
      await api.upload(file).then(
        (uploaded) => sent.push(uploaded),
        (thrown: unknown) => setProblem(`“${file.name}”没有上传成功:${asApiError(thrown).message}`),
      )
    }
    setSending(false)
    onChange([...files, ...sent])
  }
  return (
    <div>
      <label htmlFor="evidence">佐证材料{required ? '(必附)' : '(可不附)'}</label>
      <ul className="plain">
        {files.map((file) => (
          <li key={file.fileId}>
            {file.name} <span className="quiet">{sizeText(file.size)}</span>{' '}
            <Button type="link" size="small" onClick={() => onChange(files.filter(({ fileId }) => fileId !== file.fileId))}>
              移除
            </Button>
          </li>
        ))}
      </ul>
      {problem && (
        <div className="field-problem" role="alert">
          {problem}
        </div>
      )}
      <input id="evidence" ref={input} type="file" multiple hidden onChange={(event) => void choose(event)} />
      <Button loading={sending} disabled={files.length >= MAX_FILES} onClick={() => input.current?.click()}>
        选择文件
      </Button>
    </div>
  )
}
