import { caseClocks, newId } from '@lianban/storage'
import { dayOf, SUSPENSION_KINDS, type SuspensionKind } from '../../clock/index.ts'
import { suspensionInvalid } from '../errors.ts'
import type { CaseEffect, EffectInput } from './effect.ts'

interface SuspensionFields {
  kind: SuspensionKind
  plannedEnd: string
  reason: string
}

export const MAX_SUSPENSION_DAYS = 366

/** 申请特别程序: asked for only; the clock runs on until somebody else has approved it. Source: 行政许可法 article 45. */
export const requestSuspension: CaseEffect = {
  check({ loaded: { row }, fields, at }) {
    const { kind, plannedEnd } = fields as unknown as SuspensionFields
    if (row.accepted_at === null || row.decided_at !== null) throw suspensionInvalid('本办件不在审查阶段,不能启动特别程序', null)
    if (row.suspended_at != null) throw suspensionInvalid('本办件正在进行特别程序,结束以后才能再次启动', null)
    if (!Object.hasOwn(SUSPENSION_KINDS, kind))
      throw suspensionInvalid(`特别程序只有${Object.values(SUSPENSION_KINDS).join('、')}八种(行政许可法第四十五条)`, 'kind')
    const today = dayOf(at)
    if (plannedEnd < today || plannedEnd > dayOf(at + MAX_SUSPENSION_DAYS * 86_400_000))
      throw suspensionInvalid('计划结束日应当是今日以后、一年以内的日期', 'plannedEnd')
  },
  async apply(tx, { loaded: { row }, caller, fields, at }) {
    const { kind, plannedEnd, reason } = fields as unknown as SuspensionFields
    const id = newId()
    await caseClocks(tx).addSuspension({
      tenant_id: row.tenant_id,
      id,
      case_id: row.id,
      kind,
      state: 'requested',
      reason,
      planned_end: plannedEnd,
      requested_by: caller.userId,
      requested_by_name: caller.name,
      requested_at: at,
      ...UNDECIDED,
      ended_by: null,
      ended_by_name: null,
      ended_at: null,
      result: null,
    })
    const kindName = SUSPENSION_KINDS[kind]
    return {
      variables: { suspension: { id, kind, kindName, plannedEnd, reason, number: '', requestedBy: caller.name } },
      patch: {},
      entries: [{ action: 'suspension.requested', payload: { suspension: id, kind, kindName, plannedEnd, reason } }],
    }
  },
}

export const UNDECIDED = { decided_by: null, decided_by_name: null, decided_at: null, decision_opinion: null, notice_number: null }

/** The request that waits for a decision. It is there as long as the task is: an absence is our mistake. */
export async function pendingSuspension({ context: { database }, loaded: { row } }: EffectInput, tx = database) {
  const found = (await caseClocks(tx).suspensions(row.tenant_id, row.id)).findLast(({ state }) => state === 'requested')
  if (!found) throw new Error(`case ${row.id}: no special procedure is asked for`)
  return found
}
