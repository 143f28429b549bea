import { Link } from 'react-router-dom'
import type { MatterSummary } from '../api/matters.ts'
import './matter-groups.css'

interface Props {
  /** Each with its title; without one it is what a search found. */
  groups: readonly [title: string, matters: readonly MatterSummary[]][]
  addressOf: (matter: MatterSummary) => string
  /** What stands below a matter's name. */
  about: (matter: MatterSummary) => string
  /** Its limits in words. */
  limits: (matter: MatterSummary) => string[]
}

/** Matters in groups, each matter with the way to it. */
export function MatterGroups({ groups, addressOf, about, limits }: Props) {
  return groups.map(([title, matters]) => (
    <section key={title} className="theme" aria-label={title || '查找结果'}>
      {title && <h2>{title}</h2>}
      <ul className="plain card flush" data-testid="matters">
        {matters.map((matter) => (
          <li key={matter.key}>
            <Link to={addressOf(matter)} className="matter-row" data-testid={`matter-${matter.key}`}>
              <span className="grow">
                <strong>{matter.name}</strong>
                <span className="quiet">{about(matter)}</span>
                {matter.closed && <span className="tone-near">{matter.closed}</span>}
              </span>
              <span className="matter-days quiet">
                {limits(matter).map((text) => (
                  <span key={text}>{text}</span>
                ))}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  ))
}
