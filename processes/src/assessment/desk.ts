import {
  assessmentFrames,
  assessmentResults,
  inTransaction,
  organs,
  type AssessmentDuty,
  type AssessmentDutyRow,
  type AssessmentFamily,
  type AssessmentFrameRow,
  type Database,
} from '@lianban/storage'
import { actorOf } from '@lianban/tenants/browser'
import type { Caller, TenantsPort } from '../cases/ports.ts'
import { notFound } from '../cases/errors.ts'
import type { CalendarOf } from '../clock/index.ts'
import type { Notices } from '../notices/index.ts'
import { assertListed, listedTargets, mayReadUnit, seesAll } from './access.ts'
import { refuse } from './doing.ts'
import { refuseExternal } from './frame.ts'
import { sweepReports } from './missing-reports.ts'
import { frameView, type FrameView } from './frame-view.ts'
import { libraryOf, type LibraryView } from './library.ts'
import { rankingOf, type RankingView } from './rankings.ts'
import { sheetOf, type SheetView } from './sheet.ts'
import { FAMILY_LETTERS } from './words.ts'

export interface AssessmentContext {
  database: Database
  tenants: Pick<TenantsPort, 'authorization' | 'supervision'>
  notices: Pick<Notices, 'send'>
  calendarOf: CalendarOf
  /** Epoch milliseconds. */
  clock: () => number
}

export type Assessment = ReturnType<typeof createAssessment>

/** What the screens of performance assessment read, the table of responsibilities, and what is told by itself. */
export function createAssessment(context: AssessmentContext) {
  const { database, tenants } = context
  const { authorization } = tenants
  const frameOf = async (caller: Caller, id: string): Promise<AssessmentFrameRow> => {
    await assertListed(authorization, caller)
    const frame = await assessmentFrames(database).get(caller.tenantId, id)
    if (!frame) throw notFound('考核方案')
    return frame
  }
  const names = async (tenantId: string) => new Map((await organs(database).list(tenantId)).map(({ id, short_name }) => [id, short_name]))

  return {
    /** 责任分工表 of a year. @throws NOT_AUTHORIZED */
    duties: async (caller: Caller, year: number): Promise<DutyView[]> => {
      await assertListed(authorization, caller)
      const nameOf = await names(caller.tenantId)
      return (await assessmentFrames(database).duties(caller.tenantId, year)).map((row) => dutyView(row, nameOf.get(row.organ_id)))
    },

    /** Names the unit of a duty; once the year's targets have been issued it stays. @throws NOT_AUTHORIZED, CaseError FORM_INVALID */
    putDuty: async (
      caller: Caller,
      { year, family, duty, organ }: { year: number; family: AssessmentFamily; duty: AssessmentDuty; organ: string },
    ): Promise<void> => {
      await authorization.assert(caller, 'configure', { type: 'assessment' })
      const { tenantId } = caller
      const subject = `${year}-${FAMILY_LETTERS[family]}`
      await inTransaction(database, async (tx) => {
        if (!(await organs(tx).get(tenantId, organ))) refuse('organ', '该单位不存在')
        await refuseExternal(tx, tenantId, 'organ', [organ])
        const frame = await assessmentFrames(tx).get(tenantId, subject)
        if (frame && frame.status !== 'drafting') refuse('organ', '目标责任书已经下达,责任分工不再变动', 'DUTY_FIXED')
        await assessmentFrames(tx).putDuty({
          ...{ tenant_id: tenantId, year, family, duty, organ_id: organ },
          ...{ changed_at: context.clock(), changed_by: caller.userId, changed_by_name: caller.name },
        })
        await tenants.supervision.record(tx, tenantId, [
          {
            ...{ action: 'assessment.duty-changed', subject: `assessment:${subject}`, organId: organ },
            ...{ actor: actorOf(caller), ip: caller.ip, payload: { year, family, duty, organ } },
          },
        ])
      })
    },

    /** @throws NOT_AUTHORIZED */
    frames: async (caller: Caller): Promise<FrameView[]> => {
      await assertListed(authorization, caller)
      return (await assessmentFrames(database).list(caller.tenantId)).map(frameView)
    },

    /** 目标库: indicators with the targets that the caller may list, their reports and lights. @throws NOT_AUTHORIZED, NOT_FOUND */
    library: async (caller: Caller, frameId: string): Promise<LibraryView> => {
      const frame = await frameOf(caller, frameId)
      const restrict = await listedTargets(authorization, caller)
      const calendar = context.calendarOf(caller.tenantId)
      return libraryOf(database, frame, { restrict, calendar, nameOf: await names(caller.tenantId), now: context.clock() })
    },

    /** Places of all units in every published version; how a score came about only of units that the caller may read. @throws … as library */
    ranking: async (caller: Caller, frameId: string): Promise<RankingView> => {
      const frame = await frameOf(caller, frameId)
      const mayRead = (organId: string) => mayReadUnit(authorization, caller, organId)
      return rankingOf(database, frame, { mayRead, now: seesAll(authorization, caller, 'read'), nameOf: await names(caller.tenantId) })
    },

    /** 评分表 of one unit with everything that its scores came from. @throws NOT_AUTHORIZED, NOT_FOUND */
    sheet: async (caller: Caller, frameId: string, organId: string): Promise<SheetView> => {
      await authorization.assert(caller, 'read', { type: 'assessment', id: frameId, organId }, { hide: true })
      const frame = await frameOf(caller, frameId)
      const unit = await assessmentResults(database).unit(caller.tenantId, frameId, organId)
      return sheetOf(database, frame, { organId, unit, nameOf: await names(caller.tenantId) })
    },

    /** See `sweepReports`. */
    sweepReports: (tenantId: string): Promise<number> => sweepReports(context, tenantId),
  }
}

export interface DutyView {
  year: number
  family: AssessmentFamily
  duty: AssessmentDuty
  organId: string
  organName: string
  changedAt: number
  changedBy: string
}

const dutyView = (row: AssessmentDutyRow, name: string | undefined): DutyView => ({
  ...{ year: row.year, family: row.family, duty: row.duty, organId: row.organ_id, organName: name ?? row.organ_id },
  ...{ changedAt: row.changed_at, changedBy: row.changed_by_name },
})
