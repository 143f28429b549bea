import { EditOutlined, ExclamationCircleFilled } from '@ant-design/icons'
import type { Field as FormilyField } from '@formily/core'
import { observer, useField } from '@formily/react'
import { toJS } from '@formily/reactive'
import type { FileValue } from '@lianban/forms'
import { Button, Space, theme } from 'antd'
import { useRef, useState } from 'react'
import { useControl, useEnvironment } from '../context.ts'
import { SignaturePicture } from '../read-value.tsx'
import { SignaturePad, type SignaturePadHandle } from '../signature-pad.tsx'

/** A signature by hand: written on the pad, sent as a picture, kept as the reference of one file like an Upload. */
export const Signature = observer(() => {
  const { session, uploadFile, fileUrl } = useEnvironment()
  const { path, field, binding, leave } = useControl()
  const { token } = theme.useToken()
  const formily = useField<FormilyField>()
  const pad = useRef<SignaturePadHandle>(null)
  const [writing, setWriting] = useState(false)
  const [empty, setEmpty] = useState(true)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const files = Array.isArray(formily.value) ? (toJS(formily.value) as FileValue[]) : []

  async function keep() {
    const picture = await pad.current?.picture()
    if (!picture || !uploadFile) return
    setBusy(true)
    setError(null)
    session.setUploading(path, true)
    try {
      const { fileId, name, size } = await uploadFile(new File([picture], `${field.title}.png`, { type: 'image/png' }))
      await formily.onInput([{ fileId, name, size }])
      setWriting(false)
      setEmpty(true)
    } catch (reason) {
      setError(reason instanceof Error && reason.message ? reason.message : '签名未能保存,请重试')
    } finally {
      session.setUploading(path, false)
      setBusy(false)
      leave()
    }
  }

  return (
    <div role="group" {...binding} aria-labelledby={`${binding.id}-label`} tabIndex={-1} style={{ maxWidth: 560, outline: 'none' }}>
      {files.length > 0 && !writing && <SignaturePicture files={files} fileUrl={fileUrl} />}
      {writing && <SignaturePad ref={pad} label={`在此书写${field.title}`} onChange={setEmpty} />}
      <Space style={{ marginTop: writing || files.length > 0 ? token.marginXS : 0 }}>
        {writing ? (
          <>
            <Button type="primary" onClick={() => void keep()} disabled={empty} loading={busy} data-testid="signature-keep">
              使用此签名
            </Button>
            <Button onClick={() => setWriting(false)}>取消</Button>
          </>
        ) : (
          <Button
            icon={<EditOutlined aria-hidden />}
            onClick={() => setWriting(true)}
            disabled={!uploadFile}
            danger={binding['aria-invalid']}
            data-testid="signature-open"
          >
            {files.length > 0 ? '重新书写' : '书写签名'}
          </Button>
        )}
        {files.length > 0 && !writing && <Button onClick={() => void formily.onInput([])}>清除</Button>}
      </Space>
      {error && (
        <div role="alert" style={{ color: token.colorErrorText }}>
          <ExclamationCircleFilled aria-hidden style={{ marginInlineEnd: token.marginXXS }} />
          {error}
        </div>
      )}
    </div>
  )
})
