import { Button, Space, theme } from 'antd'
import { forwardRef, useEffect, useImperativeHandle, useRef, useState } from 'react'
import type Pad from 'signature_pad'
import type { PointGroup } from 'signature_pad'
import { useNarrow } from './use-place.ts'

export interface SignaturePadHandle {
  isEmpty: () => boolean
  /** The picture, black on nothing, without the empty paper around it; null: nothing is written. */
  picture: () => Promise<Blob | null>
}

interface SignaturePadProps {
  /** For whom: what the field is called for a screen reader. */
  label: string
  /** Something was written or taken back. */
  onChange: (empty: boolean) => void
}

/** White around what is written, so that it fills a line or the cell of a table; in pixels of the screen. */
const MARGIN = 12
/** Pixels of the picture are no more than twice those of the screen: a phone's three make it no more legible. */
const MAX_RATIO = 2
/** Lower on a phone that lies on its side. */
const HEIGHT = 'min(180px, 40vh)'

/** A field to sign in with finger, pen (its pressure counts) or mouse; the last stroke can be taken back. */
export const SignaturePad = forwardRef<SignaturePadHandle, SignaturePadProps>(function SignaturePad({ label, onChange }, ref) {
  const { token } = theme.useToken()
  const narrow = useNarrow()
  const canvas = useRef<HTMLCanvasElement>(null)
  const { pad, strokes, setStrokes } = usePad(canvas)
  useImperativeHandle(ref, () => ({
    isEmpty: () => pad.current?.isEmpty() ?? true,
    picture: () => (pad.current?.isEmpty() === false ? cropped(canvas.current!, pad.current.toData()) : Promise.resolve(null)),
  }))
  const redraw = (keep: number) => {
    const kept = pad.current?.toData().slice(0, keep) ?? []
    pad.current?.fromData(kept)
    setStrokes(kept.length)
    onChange(kept.length === 0)
  }
  return (
    <div>
      <canvas
        ref={canvas}
        role="img"
        aria-label={label}
        onPointerUp={() => onChange(false)}
        data-testid="signature-canvas"
        style={{
          display: 'block',
          width: '100%',
          height: HEIGHT,
          border: `1px solid ${token.colorBorder}`,
          borderRadius: token.borderRadius,
          // Ink is black on white paper, in the dark too: it is what will be printed.
          background: 'white',
          touchAction: 'none',
          cursor: 'crosshair',
        }}
      />
      <div style={{ display: 'flex', justifyContent: 'space-between', gap: token.marginXS, marginTop: token.marginXS }}>
        <span style={{ color: token.colorTextSecondary }}>{narrow ? '横过手机书写更宽' : '请用手指、手写笔或者鼠标书写'}</span>
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

/** The pad of a canvas, loaded when it is needed, and the number of strokes on it. */
function usePad(canvas: React.RefObject<HTMLCanvasElement>) {
  const pad = useRef<Pad | null>(null)
  const [strokes, setStrokes] = useState(0)
  useEffect(() => {
    const element = canvas.current!
    let stop: (() => void) | null = null
    let gone = false
    void import('signature_pad').then(({ default: SignaturePadOf }) => {
      if (gone) return
      const made = new SignaturePadOf(element, { penColor: '#000000', minWidth: 0.8, maxWidth: 3 })
      pad.current = made
      const count = () => setStrokes(made.toData().length)
      const watch = new ResizeObserver(() => fit(element, made))
      fit(element, made)
      made.addEventListener('endStroke', count)
      watch.observe(element)
      stop = () => {
        watch.disconnect()
        made.removeEventListener('endStroke', count)
        made.off()
      }
    })
    return () => {
      gone = true
      stop?.()
    }
  }, [canvas])
  return { pad, strokes, setStrokes }
}

/** Gives the paper the size that it has on the screen; what is written keeps its place when a phone is turned. */
function fit(element: HTMLCanvasElement, pad: Pad) {
  const written = pad.toData()
  const ratio = Math.min(MAX_RATIO, Math.max(1, devicePixelRatio))
  const { width, height } = element.getBoundingClientRect()
  element.width = Math.round(width * ratio)
  element.height = Math.round(height * ratio)
  element.getContext('2d')!.scale(ratio, ratio)
  pad.fromData(written)
}

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
