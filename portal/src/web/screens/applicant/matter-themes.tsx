import { Link } from 'react-router-dom'
import type { MatterSummary } from '../../api/matters.ts'

const OTHER_THEME = '其他事项'

interface Props {
  matters: readonly MatterSummary[]
  addressOf: (key: string) => string
  /** What stands below a matter's name. */
  about: (matter: MatterSummary) => string
  /** Its limits in words. */
  limits: (matter: MatterSummary) => string[]
}

/** Matters by theme, each with the way to it. */
export function MatterThemes({ matters, addressOf, about, limits }: Props) {
  return themesOf(matters).map(([theme, ofTheme]) => (
    <section key={theme} className="theme" aria-label={theme}>
      <h2>{theme}</h2>
      <ul className="plain card flush">
        {ofTheme.map((matter) => (
          <li key={matter.key}>
            <Link to={addressOf(matter.key)} className="matter-row" data-testid={`matter-${matter.key}`}>
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

/** Whether a matter answers what somebody looks for: each of his words stands in it somewhere. */
export const matterMatches = ({ name, organName, theme, kind }: MatterSummary, wanted: string): boolean =>
  wanted.split(/\s+/).every((word) => [name, organName, theme ?? '', kind].join(' ').includes(word))

/** Matters by theme, in the order in which the themes come. */
function themesOf(matters: readonly MatterSummary[]): [string, MatterSummary[]][] {
  const themes = new Map<string, MatterSummary[]>()
  for (const matter of matters) {
    const theme = matter.theme || OTHER_THEME
    // What brings several matters together comes first.
    const others = themes.get(theme) ?? []
    themes.set(theme, matter.isJoint ? [matter, ...others] : [...others, matter])
  }
  return [...themes]
}
