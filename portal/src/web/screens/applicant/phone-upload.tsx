import { MobileOutlined } from '@ant-design/icons'
import { Alert, Button, Modal, QRCode } from 'antd'
import { useRef, useState } from 'react'
import type { UploadedFile } from '../../api/cases.ts'
import type { MatterMaterial } from '../../api/matters.ts'
import { phoneUploadAddress, phoneUploadApi, type UploadFor } from '../../api/phone-uploads.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { useWatch } from '../../hooks/use-watch.ts'
import { sizeText } from '../../time.ts'

interface Props {
  to: UploadFor
  material: MatterMaterial
  there: number
  onAdd: (file: UploadedFile) => void
}

/** Shows a QR code with which a telephone hands in files for this material; they appear here as they come. */
export function PhoneUpload({ to, material, there, onAdd }: Props) {
  const [shown, setShown] = useState<{ id: string; token: string } | null>(null)
  const opening = useAttempt(async () => setShown(await phoneUploadApi.open({ ...to, materialKey: material.key, there })))
  const close = () => {
    if (shown) void phoneUploadApi.end(shown.id).catch(() => undefined)
    setShown(null)
  }
  return (
    <>
      <Button icon={<MobileOutlined />} loading={opening.busy} onClick={() => void opening.run()} data-testid={`phone-${material.key}`}>
        用手机拍照
      </Button>
      <ErrorNote error={opening.error} />
      {shown && (
        <Modal
          open
          title={`用手机上传:${material.name}`}
          onCancel={close}
          maskClosable={false}
          footer={<Button onClick={close}>结束手机上传</Button>}
        >
          <Watch key={shown.id} {...shown} onAdd={onAdd} onAgain={() => void opening.run()} />
        </Modal>
      )}
    </>
  )
}

function Watch({ id, token, onAdd, onAgain }: { id: string; token: string; onAdd: Props['onAdd']; onAgain: () => void }) {
  const { now, error } = useWhatComes(id, onAdd)
  const address = phoneUploadAddress(token)
  if (now?.state === 'over')
    return (
      <Alert
        type="warning"
        message="二维码已失效"
        description="已经收到的文件保留在材料里。需要继续上传的,请重新显示二维码。"
        action={<Button onClick={onAgain}>重新显示</Button>}
      />
    )
  return (
    <div className="stack phone-upload">
      {error && <Alert type="warning" message={`${error.message}。正在重试`} />}
      {now?.state === 'opened' ? (
        <p role="status" data-testid="phone-opened">
          手机已打开上传页,在手机上拍照或者选择文件后,会自动出现在这里。
        </p>
      ) : (
        <>
          <QRCode value={address} size={180} type="svg" bordered={false} color="#000000" bgColor="#ffffff" aria-label="手机上传的二维码" />
          <p>用手机扫码,不需要登录。二维码 15 分钟内有效,只能由一台手机打开。请勿转发给他人。</p>
          <a className="sr-only" href={address} data-testid="phone-address">
            手机上传页的地址
          </a>
        </>
      )}
      <ul className="plain" aria-live="polite" data-testid="phone-files">
        {(now?.files ?? []).map((file) => (
          <li key={file.fileId} className="upload-file">
            <span className="grow break">✓ {file.name}</span>
            <span className="quiet nowrap">{sizeText(file.size)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Hands on each file that has come, once. */
function useWhatComes(id: string, onAdd: Props['onAdd']) {
  const seen = useRef(new Set<string>())
  return useWatch(id, phoneUploadApi.state, ({ state, files }) => {
    for (const file of files) {
      if (seen.current.has(file.fileId)) continue
      seen.current.add(file.fileId)
      onAdd(file)
    }
    return state === 'over'
  })
}
