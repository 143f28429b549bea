import { Link } from 'react-router-dom'
import type { ReactNode } from 'react'
import type { CardCounts } from '../../api/supervision.ts'
import { Lamp } from '../../components/lamp.tsx'
import '../../components/desk.css'

/** Open cards by colour and those that are 督办中, each a link to the cards behind it. */
export function CardNumbers({ counts }: { counts: CardCounts }) {
  return (
    <div className="board">
      <Cell to="/supervision/cards?view=open&urged=1" count={counts.urged}>
        <Lamp lamp="supervised" />
      </Cell>
      {(['red', 'yellow', 'warning'] as const).map((colour) => (
        <Cell key={colour} to={`/supervision/cards?view=open&colour=${colour}`} count={counts.colours[colour] ?? 0}>
          <Lamp lamp={colour} />
        </Cell>
      ))}
      <Cell to="/supervision/cards?view=open" count={counts.open}>
        全部待处理
      </Cell>
    </div>
  )
}

function Cell({ to, count, children }: { to: string; count: number; children: ReactNode }) {
  return (
    <Link to={to} className={count ? 'board-cell' : 'board-cell board-zero'}>
      {children}
      <div className="board-number">{count}</div>
    </Link>
  )
}
