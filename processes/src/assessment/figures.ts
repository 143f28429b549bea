import { newId, supervision, type AssessmentSnapshotRow, type AssessmentValueRow } from '@lianban/storage'
import type { EffectInput } from '../cases/effects/effect.ts'
import { dayOf, startOfDay } from '../clock/day.ts'
import { figuresOfProjects } from '../projects/project-figures.ts'
import { indicatorsOfOrgan } from '../supervision/indicators/indicators.ts'
import { decimalText, fraction, fromMicros, rounded } from './decimal.ts'
import { by, type Db } from './doing.ts'
import { settled, type FrameBook } from './results.ts'

type Source = 'supervision' | 'rating' | 'milestone' | 'budget'
const SOURCES: readonly string[] = ['supervision', 'rating', 'milestone', 'budget'] satisfies Source[]

/** A figure with what it came from. */
interface Figure {
  value: string | null
  /** What was counted and asked, kept with the value. */
  of: Record<string, unknown>
}

/**
 * Figures of other systems for a unit's year, read only: the value, the query it came from, the moment and the head of the log.
 * A figure that there is none of is kept as such, and is not zero. Who may take them is asked before.
 */
export async function takeFigures(
  db: Db,
  input: EffectInput,
  { frame, indicators, targets }: FrameBook,
  organ: string,
): Promise<{ snapshots: AssessmentSnapshotRow[]; values: AssessmentValueRow[] }> {
  const asked = indicators.filter(
    ({ id, source }) => isFigure(source) && targets.some((target) => target.indicator_id === id && target.organ_id === organ),
  )
  if (asked.length === 0) return { snapshots: [], values: [] }
  const { caller, at } = input
  const asking = { tenantId: caller.tenantId, organ, year: frame.year, at }
  const head = await supervision(db).lastCheckpoint(caller.tenantId)
  const figures = { ...(await supervised(db, asking)), ...(await ofProjects(db, asking)) }
  const snapshots = asked.map(({ id, source }): AssessmentSnapshotRow => ({
    ...{ tenant_id: caller.tenantId, id: newId(), indicator_id: id, organ_id: organ, source },
    value: figures[source as Source].value,
    query: JSON.stringify({ of: source, organ, ...figures[source as Source].of }),
    ...{ log_size: head?.size ?? 0, log_root: head?.root ?? null, ...by(input) },
  }))
  return {
    snapshots,
    values: snapshots.flatMap(({ id, indicator_id, value }) =>
      value === null ? [] : [settled(input, { indicator_id, organ_id: organ, value, snapshot_id: id, reason: '取自系统数据' })],
    ),
  }
}

const isFigure = (source: string): source is Source => SOURCES.includes(source)

interface Asking {
  tenantId: string
  organ: string
  year: number
  /** Epoch milliseconds: what came later does not count. */
  at: number
}

async function supervised(db: Db, { tenantId, organ, year, at }: Asking): Promise<Record<'supervision' | 'rating', Figure>> {
  const from = startOfDay(`${year}-01-01`)
  const to = Math.min(startOfDay(`${year + 1}-01-01`), at)
  const { row, queryTexts: texts } = await indicatorsOfOrgan(db, tenantId, { organId: organ, from, to })
  const of = { from, to, texts }
  return {
    supervision: { value: row ? decimalText(row.score.points) : null, of },
    rating: { value: row?.rates.good == null ? null : decimalText(row.rates.good * 100), of },
  }
}

/** Of the unit's own projects: planned days that were kept, and budget that was paid; per cent. */
async function ofProjects(db: Db, { tenantId, organ, year, at }: Asking): Promise<Record<'milestone' | 'budget', Figure>> {
  const until = [dayOf(at), `${year}-12-31`].sort()[0]!
  const { milestone, budget } = await figuresOfProjects(db, { tenantId, organId: organ, year, until })
  const { sql: days, ...kept } = milestone
  const { sql: sums, ...paid } = budget
  return {
    milestone: { value: perCent(kept.inTime, kept.due), of: { year, until, ...kept, texts: days } },
    budget: { value: perCent(paid.paidFen, paid.budgetFen), of: { year, until, ...paid, texts: sums } },
  }
}

/** A share in per cent, to six places; null: there is nothing to divide by. */
const perCent = (part: number, whole: number): string | null =>
  whole === 0 ? null : fromMicros(BigInt(rounded(fraction(BigInt(part) * 100_000_000n, BigInt(whole)))))
