import { DownloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { paths } from '../api/api.ts'
import type { UploadedFile } from '../api/cases.ts'
import { PicturePreview } from './picture-preview.tsx'

type Kind = 'image' | 'pdf' | 'other'

/** How a file can be shown in place: by its media type, else by its name. */
export function kindOfFile({ mediaType, name }: Pick<UploadedFile, 'mediaType' | 'name'>): Kind {
  const type = mediaType ?? ''
  if (/^image\/(jpeg|png|webp)$/.test(type) || (!type && /\.(jpe?g|png|webp)$/i.test(name))) return 'image'
  return type === 'application/pdf' || (!type && /\.pdf$/i.test(name)) ? 'pdf' : 'other'
}

/** One file in place: a picture, a PDF in the browser's own viewer, or the way to download it. */
export function FilePreview({ file }: { file: UploadedFile }) {
  const [failed, setFailed] = useState<string | null>(null)
  const kind = kindOfFile(file)
  const address = paths.file(file.fileId)
  if (kind === 'pdf') return <iframe className="preview-frame" src={`${address}#view=FitH&navpanes=0`} title={`预览 ${file.name}`} />
  if (kind === 'image' && failed !== file.fileId) {
    return <PicturePreview key={file.fileId} address={address} name={file.name} onError={() => setFailed(file.fileId)} />
  }
  return (
    <div className="empty-state">
      <strong>{kind === 'image' ? '图片没有加载成功' : '此类文件不能在页面内预览'}</strong>
      <Button icon={<DownloadOutlined />} href={paths.file(file.fileId, true)}>
        下载后查看
      </Button>
    </div>
  )
}
