import { useCallback, useEffect, useRef, useState } from 'react'
import { DiagramView } from './diagram-view.tsx'
import type { DiagramMarks, ElementMark } from './marks.ts'
import type { View, Viewer } from './viewer.ts'

export interface DiagramComparisonProps {
  /** BPMN 2.0 XML of both states. */
  before: string
  after: string
  /** Element ids; what is removed is marked in the first state, the rest in the second. */
  marks: Pick<DiagramMarks, 'added' | 'removed' | 'changed' | 'moved'>
  /** Brought into the middle of both, wherever it is drawn. A new object points again. */
  pointed?: { id: string } | null
  /** Of each of both, CSS. @default 360px */
  height?: string
}

const LEGENDS: Record<Side, readonly ElementMark[]> = { before: ['removed', 'changed', 'moved'], after: ['added', 'changed', 'moved'] }
const LABELS: Record<Side, string> = { before: '现行版本流程图', after: '新版本流程图' }
const HEADS: Record<Side, string> = { before: '现行版本', after: '新版本' }

type Side = 'before' | 'after'
const SIDES: readonly Side[] = ['before', 'after']

/** A model as it was and as it is, side by side or one below the other, that are moved and zoomed as one. */
export function DiagramComparison({
  before,
  after,
  marks: { added, removed, changed, moved },
  pointed,
  height = '360px',
}: DiagramComparisonProps) {
  const viewers = useRef<Record<Side, Viewer | null>>({ before: null, after: null })
  const [open, setOpen] = useState(0)

  const follow = useCallback((side: Side) => {
    const { [side]: leader, [otherOf(side)]: other } = viewers.current
    // Who followed is where the other is, and leads nobody.
    if (leader && other && !isSameView(leader.view(), other.view())) other.setView(leader.view())
  }, [])
  const take = useCallback(
    (side: Side, viewer: Viewer | null) => {
      viewers.current[side] = viewer
      viewer?.onMoved(() => follow(side))
      setOpen((count) => count + 1)
    },
    [follow],
  )
  const takeBefore = useCallback((viewer: Viewer | null) => take('before', viewer), [take])
  const takeAfter = useCallback((viewer: Viewer | null) => take('after', viewer), [take])

  useEffect(() => {
    // Where it is drawn in both, the second state decides what is seen of both.
    for (const side of SIDES) viewers.current[side]?.point(pointed?.id ?? null)
  }, [pointed, open])

  const given = { before: { xml: before, removed, changed, moved }, after: { xml: after, added, changed, moved } }
  return (
    <div className="lianban-comparison">
      {SIDES.map((side) => (
        <div key={side}>
          <h4>{HEADS[side]}</h4>
          <DiagramView
            {...given[side]}
            label={LABELS[side]}
            legend={LEGENDS[side]}
            height={height}
            onViewer={side === 'before' ? takeBefore : takeAfter}
          />
        </div>
      ))}
    </div>
  )
}

const isSameView = (a: View, b: View): boolean => Math.abs(a.x - b.x) < 1 && Math.abs(a.y - b.y) < 1 && Math.abs(a.scale - b.scale) < 0.001

const otherOf = (side: Side): Side => (side === 'before' ? 'after' : 'before')
