import { CloseOutlined, FileOutlined, FilePdfOutlined } from '@ant-design/icons'
import { type FileValue, readableSize } from '@lianban/forms'
import { Button, Image, theme, Typography } from 'antd'
import { type CSSProperties, type ReactNode, useState } from 'react'

interface FileListProps {
  files: FileValue[]
  /** Where a file can be looked at; without it there are names only. */
  fileUrl?: (fileId: string) => string
  onRemove?: (fileId: string) => void
}

const PICTURE = /\.(png|jpe?g|webp|gif|bmp)$/i
/** Side of a thumbnail in CSS pixels. */
const TILE = 56

/** Files with their thumbnails: a picture opens in a viewer, in which the others can be leafed through; anything else in a new window. */
export function FileList({ files, fileUrl, onRemove }: FileListProps) {
  const { token } = theme.useToken()
  const [shown, setShown] = useState<number | null>(null)
  const pictures = fileUrl ? files.filter((it) => PICTURE.test(it.name)) : []
  return (
    <>
      <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {files.map((file) => {
          const at = pictures.indexOf(file)
          const href = fileUrl?.(file.fileId)
          return (
            <FileLine
              key={file.fileId}
              name={file.name}
              size={file.size}
              href={href}
              onOpen={at >= 0 ? () => setShown(at) : undefined}
              onRemove={onRemove && (() => onRemove(file.fileId))}
              tile={
                at >= 0 && href ? (
                  <Picture src={href} name={file.name} onOpen={() => setShown(at)} />
                ) : (
                  <span
                    aria-hidden
                    style={{ ...tileStyle(token.colorBorderSecondary), color: token.colorTextTertiary, fontSize: TILE / 2 }}
                  >
                    {/\.pdf$/i.test(file.name) ? <FilePdfOutlined /> : <FileOutlined />}
                  </span>
                )
              }
            />
          )
        })}
      </ul>
      {pictures.length > 0 && fileUrl && (
        <Image.PreviewGroup
          items={pictures.map((it) => fileUrl(it.fileId))}
          preview={{
            visible: shown !== null,
            current: shown ?? 0,
            onChange: setShown,
            onVisibleChange: (visible) => setShown(visible ? 0 : null),
          }}
        />
      )}
    </>
  )
}

interface FileLineProps {
  name: string
  size: number
  href?: string
  onOpen?: () => void
  onRemove?: () => void
  tile: ReactNode
}

function FileLine({ name, size, href, onOpen, onRemove, tile }: FileLineProps) {
  const { token } = theme.useToken()
  return (
    <li style={{ display: 'flex', alignItems: 'center', gap: token.marginXS, padding: `${token.paddingXXS}px 0`, maxWidth: 560 }}>
      {tile}
      <span style={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
        {onOpen ? (
          <Typography.Link onClick={onOpen} tabIndex={-1}>
            {name}
          </Typography.Link>
        ) : href ? (
          <Typography.Link href={href} target="_blank" rel="noreferrer">
            {name}
          </Typography.Link>
        ) : (
          name
        )}
        <span style={{ color: token.colorTextSecondary, marginInlineStart: token.marginXS }}>{readableSize(size)}</span>
      </span>
      {onRemove && <Button type="text" icon={<CloseOutlined aria-hidden />} aria-label={`删除文件${name}`} onClick={onRemove} />}
    </li>
  )
}

function Picture({ src, name, onOpen }: { src: string; name: string; onOpen: () => void }) {
  const { token } = theme.useToken()
  return (
    <button
      type="button"
      onClick={onOpen}
      aria-label={`查看图片${name}`}
      style={{ ...tileStyle(token.colorBorderSecondary), padding: 0, cursor: 'zoom-in', background: token.colorFillQuaternary }}
    >
      <img src={src} alt="" loading="lazy" style={{ width: '100%', height: '100%', objectFit: 'cover' }} />
    </button>
  )
}

const tileStyle = (border: string): CSSProperties => ({
  flex: 'none',
  boxSizing: 'border-box',
  display: 'inline-flex',
  alignItems: 'center',
  justifyContent: 'center',
  width: TILE,
  height: TILE,
  border: `1px solid ${border}`,
  borderRadius: 4,
  overflow: 'hidden',
})
