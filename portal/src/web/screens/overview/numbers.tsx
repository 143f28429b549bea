import type { ReactNode } from 'react'
import { Link } from 'react-router-dom'
import type { FigureView, Overview } from '../../api/overview.ts'
import { boardLink, RANGES, VIEWS, type Place } from './place.ts'
import '../../components/desk.css'

const NOW_VIEWS: FigureView[] = ['open', 'overdue', 'warning']
const PAST_VIEWS: FigureView[] = ['accepted', 'closed', 'late']

export const percent = (value: number | null): string => (value === null ? '—' : `${(value * 100).toFixed(1)}%`)

/** Few large numbers, each a link to the cases behind it. */
export function Numbers({ place, data: { numbers } }: { place: Place; data: Overview }) {
  const cells = (views: FigureView[]) =>
    views.map((view) => (
      <Link
        key={view}
        to={boardLink({ ...place, view })}
        className={numbers[view] ? 'board-cell' : 'board-cell board-zero'}
        data-testid={`number-${view}`}
      >
        {VIEWS[view]}
        <div className={`board-number${(view === 'overdue' || view === 'late') && numbers[view] > 0 ? ' overview-bad' : ''}`}>
          {numbers[view]}
        </div>
      </Link>
    ))
  return (
    <>
      <Row title="现在">{cells(NOW_VIEWS)}</Row>
      <Row title={RANGES[place.range]}>
        {cells(PAST_VIEWS)}
        <div className="board-cell overview-still">
          按时办结率
          <div className="board-number">{percent(numbers.onTime)}</div>
        </div>
      </Row>
    </>
  )
}

function Row({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={`办件数,${title}`} className="gap-below">
      <h2 className="gap-below">
        办件 <span className="quiet chart-unit">单位:件 · {title}</span>
      </h2>
      <div className="board">{children}</div>
    </section>
  )
}
