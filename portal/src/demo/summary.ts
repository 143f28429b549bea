import type { CaseSummary } from '@lianban/processes'
import type { Browser } from './browser.ts'
import { everything } from './pages.ts'

/** What the screens show after the month: read through the API, as the supervisor and the auditor do. */
export interface Summary {
  /** Case numbers in order. */
  caseNos: string[]
  /** By matter name: how many, by state. */
  matters: Map<string, Record<State, number>>
  deemedAccepted: number
  /** Cases whose lamp is yellow or red, or that were decided after their time. */
  overdue: number
  cards: Record<string, number>
  licences: number
  publications: number
  ratings: number
  poorRatings: number
  incidents: number
}

export type State = 'open' | 'granted' | 'refused' | 'not-accepted' | 'other'

export async function summarize(supervisor: Browser, auditor: Browser): Promise<Summary> {
  const cases = await everything<CaseSummary>(auditor, '/api/supervision/cases')
  const cards = await everything<{ colour: string }>(auditor, '/api/cards?view=all')
  const ratings = await everything<{ grade: number }>(supervisor, '/api/ratings')
  const matters = new Map<string, Record<State, number>>()
  for (const one of cases) {
    const states = matters.get(one.matterName) ?? { open: 0, granted: 0, refused: 0, 'not-accepted': 0, other: 0 }
    states[stateOf(one)]++
    matters.set(one.matterName, states)
  }
  return {
    caseNos: cases.map(({ caseNo }) => caseNo).sort(),
    matters,
    deemedAccepted: cases.filter(({ deemedAccepted }) => deemedAccepted).length,
    overdue: cases.filter(({ lamp }) => lamp === 'yellow' || lamp === 'red').length,
    cards: Object.fromEntries(
      ['warning', 'yellow', 'red'].map((colour) => [colour, cards.filter((card) => card.colour === colour).length]),
    ),
    licences: (await everything(supervisor, '/api/licences')).length,
    publications: (await everything(supervisor, '/api/publications')).length,
    ratings: ratings.length,
    poorRatings: ratings.filter(({ grade }) => grade <= 2).length,
    incidents: cases.filter(({ closedAt, stepName }) => closedAt === null && stepName === null).length,
  }
}

const stateOf = ({ closedAt, status }: CaseSummary): State =>
  closedAt === null ? 'open' : status === 'granted' || status === 'refused' || status === 'not-accepted' ? status : 'other'
