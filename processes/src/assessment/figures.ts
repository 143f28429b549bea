import { newId, supervision, type AssessmentSnapshotRow, type AssessmentValueRow } from '@lianban/storage'
import type { EffectInput } from '../cases/effects/effect.ts'
import { startOfDay } from '../clock/day.ts'
import { indicatorsOfOrgan } from '../supervision/indicators/indicators.ts'
import { decimalText } from './decimal.ts'
import { by, type Db } from './doing.ts'
import { settled, type FrameBook } from './results.ts'

type Source = 'supervision' | 'rating'

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
  const from = startOfDay(`${frame.year}-01-01`)
  const to = Math.min(startOfDay(`${frame.year + 1}-01-01`), at)
  const { row, queryTexts } = await indicatorsOfOrgan(db, caller.tenantId, { organId: organ, from, to })
  const head = await supervision(db).lastCheckpoint(caller.tenantId)
  const values: Record<Source, number | null> = {
    supervision: row?.score.points ?? null,
    rating: row?.rates.good == null ? null : row.rates.good * 100,
  }
  const snapshots = asked.map(({ id, source }): AssessmentSnapshotRow => ({
    ...{ tenant_id: caller.tenantId, id: newId(), indicator_id: id, organ_id: organ, source },
    value: values[source as Source] === null ? null : decimalText(values[source as Source]!),
    query: JSON.stringify({ of: source, organ, from, to, texts: queryTexts }),
    ...{ log_size: head?.size ?? 0, log_root: head?.root ?? null, ...by(input) },
  }))
  return {
    snapshots,
    values: snapshots.flatMap(({ id, indicator_id, value }) =>
      value === null ? [] : [settled(input, { indicator_id, organ_id: organ, value, snapshot_id: id, reason: '取自系统数据' })],
    ),
  }
}

const isFigure = (source: string): source is Source => source === 'supervision' || source === 'rating'
