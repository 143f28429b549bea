import { Link } from 'react-router-dom'
import type { Overview } from '../../api/overview.ts'
import { useSession } from '../../session.tsx'
import { boardLink, VIEWS, type Place } from './place.ts'

/** County → organ → matter → cases; each step above is a link. */
export function Crumbs({ place, data }: { place: Place; data: Overview }) {
  const { tenant } = useSession()
  const { range, organ, matter, view } = place
  const steps = [
    ...(data.hasMore ? [{ text: tenant.name, to: boardLink({ range }) }] : []),
    ...(organ ? [{ text: data.organ?.name ?? organ, to: boardLink({ range, organ }) }] : []),
    ...(matter ? [{ text: data.matter?.name ?? matter, to: boardLink({ range, organ, matter }) }] : []),
    ...(view ? [{ text: VIEWS[view], to: '' }] : []),
  ]
  return (
    <nav aria-label="所在位置" className="overview-crumbs" data-testid="crumbs">
      <ol className="plain">
        {steps.map(({ text, to }, i) => (
          <li key={`${i} ${text}`}>{i === steps.length - 1 ? <span aria-current="page">{text}</span> : <Link to={to}>{text}</Link>}</li>
        ))}
      </ol>
    </nav>
  )
}
