import { assessmentFrames, assessmentResults, type AssessmentFrameRow, type Database } from '@lianban/storage'
import { testDatabase } from '@lianban/storage/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { EffectInput } from '../cases/effects/effect.ts'
import { bookOf, resultsOf, settled, writeVersion } from './results.ts'
import { versionText } from './assess.ts'

const UNITS = ['a', 'b', 'c']
const INPUT = { caller: { tenantId: 't', userId: 'u', name: '乔立群' }, loaded: { row: { id: 'case' } }, at: 1 } as unknown as EffectInput

const frameNo = (no: number): AssessmentFrameRow => ({
  ...{ tenant_id: 't', id: `f${no}`, year: 2027, family: 'region', name: '方案', base: 100_000, report_day: 5 },
  ...{ adjust_from: '2027-06-01', adjust_until: '2027-07-31', tie: 'skip', missing: 'pending', excellent_percent: 40, plus_cap: 0 },
  ...{ units: UNITS, owners: ['o'], status: 'started', case_id: `c${no}`, created_at: 0, started_at: 0 },
})

let db: Database
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.destroy())

/** A frame with one indicator by rank for three units. */
async function startedFrame(no: number): Promise<AssessmentFrameRow> {
  const frame = frameNo(no)
  await assessmentFrames(db).insert(frame)
  const indicator = {
    ...{
      tenant_id: 't',
      id: `i${no}`,
      frame_id: frame.id,
      no: 1,
      name: '工业投资',
      definition: '',
      measure: '亿元',
      source: 'reported' as const,
    },
    ...{ weight: 100_000, rule: { kind: 'rank', better: 'more' }, owner: 'o', data_source: '' },
  }
  const targets = UNITS.map((organ_id) => ({
    ...{ tenant_id: 't', indicator_id: indicator.id, organ_id, frame_id: frame.id, base: null, target: null, parts_at: null },
  }))
  await assessmentFrames(db).propose({ tenant_id: 't', frame_id: frame.id, owner: 'o' }, [indicator], targets)
  return frame
}

it('whatever is settled later, every published version stays as it was, and the last one says what is computed now', async () => {
  let no = 0
  const change = fc.record({ unit: fc.constantFrom(...UNITS), value: fc.nat(50), publish: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
      const frame = await startedFrame(++no)
      const published: string[] = []
      let at = 0
      for (const { unit, value, publish } of changes) {
        const row = settled({ ...INPUT, at: ++at }, { indicator_id: `i${no}`, organ_id: unit, value: String(value) })
        await assessmentResults(db).insertValues([row])
        if (!publish) continue
        await writeVersion(db, INPUT, { frame, kind: 'public', why: '公示' })
        published.push(versionText(resultsOf(await bookOf(db, frame))).body)
      }
      const versions = await assessmentResults(db).versions('t', frame.id)
      expect(versions.map(({ body }) => body)).toEqual(published)
      expect(versions.map(({ no: one }) => one)).toEqual(published.map((_, index) => index + 1))
    }),
    { numRuns: 30 },
  )
})
