import type { LinkageDeedRow, LinkageIncidentRow, LinkageTargetRow } from '@lianban/storage'

/* The indicators 指标 of 大联动, from the rows of what was reported in a period, as they stand at an instant. Pure. */

/** So many of so many; `of` 0: there is nothing to measure. */
export interface Share {
  n: number
  of: number
}

export interface Figures {
  /** null: the county as a whole. */
  organ: string | null
  /** 立案率: filed, of those that were judged; of the county only. */
  filed: Share | null
  /** 派遣准确率: dispatches that were not taken back. */
  dispatchedRight: Share
  /** 按期处置率: targets reached in time, of those that are due, without 缓办 and 挂账. */
  disposedOnTime: Share
  /** 按期结案率 = closed in time ÷ (due to close − 缓办). */
  closedOnTime: Share
  /** 结案率 = closed ÷ (due to close − 缓办). */
  closed: Share
  /** 返工率: incidents done again, of those that were disposed of. */
  reworked: Share
  /** 延期率: targets that were extended. */
  extended: Share
  /** 退件率: refusals, of what the organ was given. */
  refused: Share
  /** 满意率: 基本满意 or better (3 of 5), of those rated. */
  satisfied: Share
  /** Points off, in tenths. */
  deductionTenths: number
}

export interface Cohort {
  incidents: readonly LinkageIncidentRow[]
  targets: readonly LinkageTargetRow[]
  deeds: readonly LinkageDeedRow[]
}

/** Points off in tenths: rework 0.2 each, 0.5 from the third of one incident on; fraud 1; a refusal that a ruling finds wrong 1. */
export const DEDUCTIONS = { rework: 2, reworkFromThird: 5, fraud: 10, wrongRefusal: 10 } as const
const CONTENT_FROM = 3

/** @param now epoch milliseconds: what is due by then counts   @returns the county first, then each organ that had a target, by id */
export function figuresOf(cohort: Cohort, now: number): Figures[] {
  const organs = [...new Set(cohort.targets.map(({ organ }) => organ))].sort()
  return [null, ...organs].map((organ) => figuresFor(cohort, organ, now))
}

function figuresFor({ incidents, targets, deeds }: Cohort, organ: string | null, now: number): Figures {
  const live = targets.filter((target) => target.state !== 'canceled' && (organ === null || target.organ === organ))
  const ownDeeds = deeds.filter((deed) => organ === null || deed.organ === organ)
  const concerned = new Set(live.map(({ incident_id }) => incident_id))
  const given = incidents.filter(({ id }) => concerned.has(id))
  const deferred = new Set(live.filter(({ state }) => state === 'deferred').map(({ incident_id }) => incident_id))
  const dueToClose = given.filter(
    ({ id, due_at, closed_at }) => !deferred.has(id) && (closed_at !== null || (due_at !== null && due_at <= now)),
  )
  const closed = dueToClose.filter(({ state }) => state === 'closed')
  const dueTargets = live.filter(({ state, due_at }) => state === 'done' || (state === 'open' && due_at <= now))
  const disposed = new Set(live.filter(({ state }) => state === 'done').map(({ incident_id }) => incident_id))
  const rated = given.filter(({ grade }) => grade !== null)
  const count = (...kinds: LinkageDeedRow['kind'][]) => ownDeeds.filter(({ kind }) => kinds.includes(kind)).length
  const dispatches = count('dispatch', 'rule')
  return {
    organ,
    filed: organ === null ? filedOf(incidents) : null,
    dispatchedRight: { n: dispatches - count('redispatch'), of: dispatches },
    disposedOnTime: { n: dueTargets.filter(({ done_at, due_at }) => done_at !== null && done_at <= due_at).length, of: dueTargets.length },
    closedOnTime: { n: closed.filter(({ closed_at, due_at }) => due_at === null || closed_at! <= due_at).length, of: dueToClose.length },
    closed: { n: closed.length, of: dueToClose.length },
    reworked: { n: distinct(ownDeeds, 'rework'), of: disposed.size },
    extended: { n: live.filter((target) => target.extended !== null).length, of: live.length },
    refused: { n: count('refuse'), of: dispatches },
    satisfied: { n: rated.filter(({ grade }) => grade! >= CONTENT_FROM).length, of: rated.length },
    deductionTenths: deductions(ownDeeds, deeds),
  }
}

const distinct = (deeds: readonly LinkageDeedRow[], of: LinkageDeedRow['kind']): number =>
  new Set(deeds.filter(({ kind }) => kind === of).map(({ incident_id }) => incident_id)).size

function filedOf(incidents: readonly LinkageIncidentRow[]): Share {
  const judged = incidents.filter(({ state, filed_at }) => filed_at !== null || state === 'invalid' || state === 'rejected')
  return { n: judged.filter(({ filed_at }) => filed_at !== null).length, of: judged.length }
}

function deductions(own: readonly LinkageDeedRow[], all: readonly LinkageDeedRow[]): number {
  const seen = new Map<string, number>()
  let tenths = 0
  for (const { kind, incident_id, organ, at } of own) {
    if (kind === 'rework') {
      const key = `${incident_id} ${organ}`
      const nth = (seen.get(key) ?? 0) + 1
      seen.set(key, nth)
      tenths += nth >= 3 ? DEDUCTIONS.reworkFromThird : DEDUCTIONS.rework
    } else if (kind === 'fraud') tenths += DEDUCTIONS.fraud
    else if (
      kind === 'dispute' &&
      all.find((deed) => deed.kind === 'rule' && deed.incident_id === incident_id && deed.at >= at)?.organ === organ
    )
      tenths += DEDUCTIONS.wrongRefusal
  }
  return tenths
}
