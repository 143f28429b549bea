import { Button, Space } from 'antd'
import { forwardRef, useEffect, useImperativeHandle, useRef, useState } from 'react'
import Pad, { type PointGroup } from 'signature_pad'
import { useMedia } from '../../hooks/use-media.ts'
import './signature.css'

export interface SignaturePadHandle {
  isEmpty: () => boolean
  /** The picture, black on nothing; null: nothing is written. */
  picture: () => Promise<Blob | null>
}

interface Props {
  /** For whom: what the field is called for a screen reader. */
  label: string
  /** Something was written or taken back. */
  onChange: () => void
}

/** White around what is written, so that it fills a line or the cell of a table; in pixels of the screen. */
const MARGIN = 12

/** What is written, without the empty paper around it. */
function cropped(paper: HTMLCanvasElement, written: PointGroup[]): Promise<Blob | null> {
  const points = written.flatMap((stroke) => stroke.points)
  const { width, height } = paper.getBoundingClientRect()
  const left = Math.max(0, Math.min(...points.map(({ x }) => x)) - MARGIN)
  const top = Math.max(0, Math.min(...points.map(({ y }) => y)) - MARGIN)
  const right = Math.min(width, Math.max(...points.map(({ x }) => x)) + MARGIN)
  const bottom = Math.min(height, Math.max(...points.map(({ y }) => y)) + MARGIN)
  const ratio = paper.width / width
  const picture = document.createElement('canvas')
  picture.width = Math.ceil((right - left) * ratio)
  picture.height = Math.ceil((bottom - top) * ratio)
  picture.getContext('2d')!.drawImage(paper, -left * ratio, -top * ratio)
  return new Promise((resolve) => picture.toBlob(resolve, 'image/png'))
}

/** Pixels of the picture are no more than twice those of the screen: a phone's three make it no more legible. */
const MAX_RATIO = 2

/** A field to sign in with finger, pen (its pressure counts) or mouse; the last stroke can be taken back. */
export const SignaturePad = forwardRef<SignaturePadHandle, Props>(function SignaturePad({ label, onChange }, ref) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const pad = useRef<Pad | null>(null)
  const [strokes, setStrokes] = useState(0)
  const upright = useMedia('(max-width: 720px) and (orientation: portrait)')

  useEffect(() => {
    const element = canvas.current!
    const made = new Pad(element, { penColor: '#000000', minWidth: 0.8, maxWidth: 3 })
    pad.current = made
    const count = () => setStrokes(made.toData().length)
    const fit = () => {
      // What is written keeps its place when a phone is turned.
      const written = made.toData()
      const ratio = Math.min(MAX_RATIO, Math.max(1, devicePixelRatio))
      const { width, height } = element.getBoundingClientRect()
      element.width = Math.round(width * ratio)
      element.height = Math.round(height * ratio)
      element.getContext('2d')!.scale(ratio, ratio)
      made.fromData(written)
    }
    fit()
    made.addEventListener('endStroke', count)
    const watch = new ResizeObserver(fit)
    watch.observe(element)
    return () => {
      watch.disconnect()
      made.removeEventListener('endStroke', count)
      made.off()
    }
  }, [])

  useImperativeHandle(ref, () => ({
    isEmpty: () => pad.current?.isEmpty() ?? true,
    picture: () => (pad.current?.isEmpty() === false ? cropped(canvas.current!, pad.current.toData()) : Promise.resolve(null)),
  }))

  const redraw = (keep: number) => {
    const kept = pad.current!.toData().slice(0, keep)
    pad.current!.fromData(kept)
    setStrokes(kept.length)
    onChange()
  }
  return (
    <div className="signature-pad">
      <canvas
        ref={canvas}
        className="signature-paper"
        role="img"
        aria-label={label}
        onPointerUp={onChange}
        data-testid="signature-canvas"
      />
      <div className="spread">
        <span className="quiet">{upright ? '横过手机书写更宽' : '请用手指、手写笔或者鼠标书写'}</span>
        <Space>
          <Button size="small" disabled={strokes === 0} onClick={() => redraw(strokes - 1)} data-testid="signature-undo">
            撤销一笔
          </Button>
          <Button size="small" disabled={strokes === 0} onClick={() => redraw(0)} data-testid="signature-clear">
            重写
          </Button>
        </Space>
      </div>
    </div>
  )
})
