import { RotateRightOutlined, ZoomInOutlined, ZoomOutOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useKeys } from '../hooks/use-keys.ts'
import { fitted, type Size } from './picture-size.ts'

const ZOOM_STEP = 1.5
const MAX_ZOOM = 8

interface Props {
  address: string
  name: string
  onError: () => void
}

/** A picture in its frame: fitted at first, then as large and turned as one wants it. */
export function PicturePreview({ address, name, onError }: Props) {
  const frame = useRef<HTMLDivElement>(null)
  const [room, setRoom] = useState<Size>({ width: 0, height: 0 })
  const [natural, setNatural] = useState<Size | null>(null)
  const [zoom, setZoom] = useState(1)
  const [turns, setTurns] = useState(0)
  useEffect(() => {
    const box = frame.current!
    const observer = new ResizeObserver(() => setRoom({ width: box.clientWidth, height: box.clientHeight }))
    observer.observe(box)
    return () => observer.disconnect()
  }, [])
  const larger = () => setZoom((now) => Math.min(MAX_ZOOM, now * ZOOM_STEP))
  const smaller = () => setZoom((now) => Math.max(1, now / ZOOM_STEP))
  const turn = () => setTurns((now) => (now + 1) % 4)
  const whole = () => setZoom(1)
  useKeys({ '+': larger, '=': larger, '-': smaller, '0': whole, r: turn })
  const { picture, outer } = fitted(natural, room, { zoom, turns })
  return (
    <div className="picture">
      <div className="picture-tools" role="toolbar" aria-label="图片">
        <Button
          type="text"
          size="small"
          icon={<ZoomOutOutlined />}
          onClick={smaller}
          disabled={zoom === 1}
          aria-label="缩小"
          title="缩小(-)"
        />
        <button
          type="button"
          className="picture-zoom"
          onClick={whole}
          title="恢复(0)"
          aria-label={`恢复大小,现为 ${Math.round(zoom * 100)}%`}
        >
          {Math.round(zoom * 100)}%
        </button>
        <Button
          type="text"
          size="small"
          icon={<ZoomInOutlined />}
          onClick={larger}
          disabled={zoom >= MAX_ZOOM}
          aria-label="放大"
          title="放大(+)"
          data-testid="zoom-in"
        />
        <Button
          type="text"
          size="small"
          icon={<RotateRightOutlined />}
          onClick={turn}
          aria-label="旋转"
          title="旋转(r)"
          data-testid="rotate"
        />
        <a href={address} target="_blank" rel="noreferrer">
          新窗口
        </a>
      </div>
      <div ref={frame} className="picture-frame" tabIndex={0} role="group" aria-label={name}>
        <div className="picture-outer" style={outer}>
          <img
            src={address}
            alt={name}
            data-testid="picture"
            style={{ ...picture, transform: `translate(-50%, -50%) rotate(${turns * 90}deg)` }}
            onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => setNatural({ width: naturalWidth, height: naturalHeight })}
            onError={onError}
          />
        </div>
      </div>
    </div>
  )
}
