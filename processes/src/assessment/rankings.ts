import { assessmentResults, type AssessmentFrameRow, type AssessmentUnitRow, type AssessmentVersionRow } from '@lianban/storage'
import type { UnitResult } from './assess.ts'
import { frameView, type FrameView } from './frame-view.ts'
import type { Db } from './doing.ts'
import { bookOf, resultsOf } from './results.ts'
import { ScoringFailure } from './scoring.ts'

/** A unit's line; what it is made of only where the caller may read it. */
export type RankingLine = Omit<UnitResult, 'items' | 'words'> & { name: string; words: string | null; items: UnitResult['items'] | null }

export interface VersionView {
  no: number
  kind: AssessmentVersionRow['kind']
  why: string
  at: number
  by: string
  sha256: string
  caseId: string
  lines: RankingLine[]
}

export interface RankingView {
  frame: FrameView
  units: { organId: string; name: string; status: AssessmentUnitRow['status'] | null; appealUntil: number | null; appealOpen: boolean }[]
  /** Oldest first, as they were published. */
  versions: VersionView[]
  /** As it would be published now; null where the caller does not see all units. */
  now: RankingLine[] | null
  /** Why it cannot be computed now. */
  problem: string | null
}

/** All published versions side by side, and what they would be now. */
export async function rankingOf(
  db: Db,
  frame: AssessmentFrameRow,
  { mayRead, now, nameOf }: { mayRead: (organId: string) => boolean; now: boolean; nameOf: ReadonlyMap<string, string> },
): Promise<RankingView> {
  const { tenant_id: tenantId, id } = frame
  const [versions, units] = await Promise.all([assessmentResults(db).versions(tenantId, id), assessmentResults(db).units(tenantId, id)])
  const linesOf = (results: readonly UnitResult[]): RankingLine[] =>
    results
      .map(({ items, words, ...line }) => ({
        ...line,
        name: nameOf.get(line.unit) ?? line.unit,
        ...(mayRead(line.unit) ? { words, items } : { words: null, items: null }),
      }))
      .sort((a, b) => (a.place ?? Infinity) - (b.place ?? Infinity) || a.name.localeCompare(b.name, 'zh'))
  const computed = now ? await computedNow(db, frame) : { results: null, problem: null }
  return {
    frame: frameView(frame),
    units: frame.units.map((organId) => {
      const unit = units.find(({ organ_id }) => organ_id === organId)
      return {
        ...{ organId, name: nameOf.get(organId) ?? organId, status: unit?.status ?? null },
        ...{ appealUntil: unit?.appeal_until ?? null, appealOpen: unit?.appeal_case != null },
      }
    }),
    versions: versions.map(({ no, kind, why, at, by_name: by, sha256, case_id: caseId, body }) => ({
      ...{ no, kind, why, at, by, sha256, caseId },
      lines: linesOf(JSON.parse(body) as UnitResult[]),
    })),
    now: computed.results && linesOf(computed.results),
    problem: computed.problem,
  }
}

async function computedNow(db: Db, frame: AssessmentFrameRow): Promise<{ results: UnitResult[] | null; problem: string | null }> {
  try {
    return { results: resultsOf(await bookOf(db, frame)), problem: null }
  } catch (error) {
    if (error instanceof ScoringFailure) return { results: null, problem: error.message }
    throw error
  }
}
