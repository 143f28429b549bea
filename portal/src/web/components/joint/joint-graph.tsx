import type { JointChild } from '../../api/joint.ts'
import { Lamp } from '../lamp.tsx'
import { lampOf } from './child-lamp.ts'
import { columnsOf } from './columns-of.ts'
import './joint-graph.css'

/* Sizes in pixels; the boxes are laid out by them and the arrows drawn between them. */
const BOX = { width: 208, height: 76 }
const GAP = { x: 64, y: 16 }

const placeOf = (column: number, row: number) => ({ x: column * (BOX.width + GAP.x), y: row * (BOX.height + GAP.y) })

/** The matters from left to right, each behind those that it waits for. A dashed arrow: it begins whatever was decided. */
export function JointGraph({ items }: { items: JointChild[] }) {
  const columns = columnsOf(items)
  const places = new Map(columns.flatMap((column, x) => column.map(({ matterKey }, y) => [matterKey, placeOf(x, y)] as const)))
  const width = columns.length * (BOX.width + GAP.x) - GAP.x
  const height = Math.max(...columns.map(({ length }) => length)) * (BOX.height + GAP.y) - GAP.y
  return (
    <div className="joint-graph" role="img" aria-label={wordsOf(items)}>
      <div className="joint-graph-plane" style={{ width, height }}>
        <svg width={width} height={height} aria-hidden="true">
          <defs>
            <marker id="joint-arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">
              <path d="M0 0 L8 4 L0 8 z" className="joint-arrow-head" />
            </marker>
          </defs>
          {items.flatMap(({ matterKey, dependsOn }) =>
            dependsOn.map((before) => (
              <path
                key={`${before.matterKey} ${matterKey}`}
                className={before.stopsOnRefusal ? 'joint-arrow' : 'joint-arrow dashed'}
                d={arrow(places.get(before.matterKey)!, places.get(matterKey)!)}
                markerEnd="url(#joint-arrow)"
              />
            )),
          )}
        </svg>
        {items.map((child) => {
          const { x, y } = places.get(child.matterKey)!
          return (
            <div key={child.matterKey} className="joint-box" style={{ left: x, top: y, ...BOX }}>
              <strong title={child.name}>{child.name}</strong>
              <span className="quiet" title={child.stateText}>
                {child.stateText}
              </span>
              <Lamp lamp={lampOf(child)} />
            </div>
          )
        })}
      </div>
    </div>
  )
}

function arrow(from: { x: number; y: number }, to: { x: number; y: number }): string {
  const start = { x: from.x + BOX.width, y: from.y + BOX.height / 2 }
  const end = { x: to.x, y: to.y + BOX.height / 2 }
  const middle = (start.x + end.x) / 2
  return `M${start.x} ${start.y} C${middle} ${start.y} ${middle} ${end.y} ${end.x} ${end.y}`
}

/** The same for whoever does not see it. */
const wordsOf = (items: JointChild[]): string =>
  items
    .map(({ name, dependsOn, stateText }) =>
      dependsOn.length === 0 ? `${name}:${stateText}` : `${name}在${dependsOn.map((before) => before.name).join('、')}之后:${stateText}`,
    )
    .join(';')
