import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import 'bpmn-js/dist/assets/diagram-js.css'
import 'bpmn-js/dist/assets/bpmn-js.css'
import '../styles/diagram.css'
import { MARK_TEXTS, type DiagramMarks, type ElementMark } from './marks.ts'
import { createViewer, type Viewer } from './viewer.ts'

const PAN_STEP_PX = 60

export interface DiagramViewProps extends DiagramMarks {
  /** BPMN 2.0 XML with its diagram interchange part. */
  xml: string
  /** CSS height, default 480px. */
  height?: string
  /** Words beside elements by their ids, e.g. how many cases are there. */
  numbers?: Record<string, string>
  /** What it is a diagram of, for people who do not see it. @default 流程图 */
  label?: string
  /** Marks that are explained below it. @default those of a running case */
  legend?: readonly ElementMark[]
  /** Gets the viewer once the model is open, and null when it goes. */
  onViewer?: (viewer: Viewer | null) => void
}

type Phase = { of: string; state: 'open' | 'failed'; summary: string }

/**
 * A BPMN diagram to look at, with what is done, going on and interrupted. Mouse: drag and wheel; keyboard: arrows move,
 * + and - zoom, 0 fits. The bpmn.io logo stays visible, as its licence asks.
 */
export function DiagramView({ xml, height = '480px', numbers, label = '流程图', legend = RUNNING, onViewer, ...given }: DiagramViewProps) {
  const host = useRef<HTMLDivElement>(null)
  const viewer = useRef<Viewer | null>(null)
  const [phase, setPhase] = useState<Phase | null>(null)
  const opened = phase?.of === xml && phase.state === 'open'

  useEffect(() => {
    const created = createViewer(host.current!)
    let stale = false
    created.open(xml).then(
      () => {
        if (stale) return
        viewer.current = created
        setPhase({ of: xml, state: 'open', summary: '流程图' })
      },
      () => {
        if (!stale) setPhase({ of: xml, state: 'failed', summary: '' })
      },
    )
    const resize = new ResizeObserver(() => viewer.current?.focus())
    resize.observe(host.current!)
    return () => {
      stale = true
      resize.disconnect()
      viewer.current = null
      created.destroy()
    }
  }, [xml])

  const marks = JSON.stringify(given satisfies DiagramMarks)
  useEffect(() => {
    if (!opened || !viewer.current) return
    const summary = viewer.current.mark(JSON.parse(marks) as DiagramMarks)
    viewer.current.focus()
    host.current?.setAttribute('aria-label', `${summary.replace(/^流程图/, label)}。方向键移动,加减号缩放,0 显示全图`)
  }, [opened, marks, label])

  useEffect(() => {
    if (opened) viewer.current?.number(numbers ?? {})
  }, [opened, numbers])

  useEffect(() => {
    if (!opened || !onViewer) return
    onViewer(viewer.current)
    return () => onViewer(null)
  }, [opened, onViewer])

  const onKeyDown = (event: KeyboardEvent) => {
    const move = KEYS[event.key]
    if (!move || !viewer.current) return
    event.preventDefault()
    move(viewer.current)
  }

  const failed = phase?.of === xml && phase.state === 'failed'
  return (
    <figure className="lianban-diagram" style={{ height }}>
      {failed && (
        <div className="lianban-diagram-failed" role="alert">
          <strong>流程图打不开</strong>
          <span>流程模型的内容不完整或没有图形部分,不影响办理。请联系系统管理员核对该流程的版本。</span>
        </div>
      )}
      <div
        ref={host}
        className="lianban-diagram-canvas"
        role="application"
        aria-label={label}
        aria-busy={!opened && !failed}
        tabIndex={0}
        hidden={failed}
        onKeyDown={onKeyDown}
      />
      {!failed && legend.length > 0 && <Legend marks={[...legend, ...OCCASIONAL.filter((mark) => given[mark]?.length)]} />}
      {!failed && <ZoomButtons viewer={() => viewer.current} />}
    </figure>
  )
}

const KEYS: Record<string, (viewer: Viewer) => void> = {
  ArrowLeft: (v) => v.pan(-PAN_STEP_PX, 0),
  ArrowRight: (v) => v.pan(PAN_STEP_PX, 0),
  ArrowUp: (v) => v.pan(0, -PAN_STEP_PX),
  ArrowDown: (v) => v.pan(0, PAN_STEP_PX),
  '+': (v) => v.zoomIn(),
  '=': (v) => v.zoomIn(),
  '-': (v) => v.zoomOut(),
  '0': (v) => v.fit(),
}

function ZoomButtons({ viewer }: { viewer: () => Viewer | null }) {
  return (
    <div className="lianban-diagram-zoom" role="group" aria-label="缩放">
      <button type="button" onClick={() => viewer()?.zoomIn()} aria-label="放大" title="放大(+)">
        +
      </button>
      <button type="button" onClick={() => viewer()?.zoomOut()} aria-label="缩小" title="缩小(-)">
        −
      </button>
      <button type="button" onClick={() => viewer()?.fit()} aria-label="显示全图" title="显示全图(0)">
        ⤢
      </button>
    </div>
  )
}

const RUNNING: readonly ElementMark[] = ['completed', 'active', 'incident']
/** Explained where there are any. */
const OCCASIONAL = ['returned', 'untaken'] as const

function Legend({ marks }: { marks: readonly ElementMark[] }) {
  return (
    <figcaption className="lianban-diagram-legend">
      {marks.map((mark) => (
        <span key={mark}>
          <span className={`lianban-mark lianban-mark-${mark}`} aria-hidden="true">
            {MARK_TEXTS[mark].sign}
          </span>
          {MARK_TEXTS[mark].text}
        </span>
      ))}
      {marks === RUNNING && (
        <span>
          <span className="lianban-mark lianban-mark-none" aria-hidden="true" />
          未到
        </span>
      )}
    </figcaption>
  )
}
