import { jointChildren } from '@lianban/storage'
import { examinationLimits } from '../limits.ts'
import type { CaseEffect } from './effect.ts'

/**
 * 分发: every matter of the joint case may begin. Its own limits count from the receipt of the application: an organ that
 * distributes late has no more time for it. Source: 行政许可法 articles 26 and 42 (2).
 */
export const distribute: CaseEffect = {
  async apply(tx, { context, loaded, at }) {
    const { row, matter } = loaded
    const { tenant_id: tenantId, id } = row
    const children = await jointChildren(tx).of(tenantId, id)
    await jointChildren(tx).changeAll(tenantId, id, 'planned', { state: 'waiting' })
    const limits = examinationLimits(matter.matter, row.received_at, context.calendarOf(tenantId))
    return {
      variables: {},
      patch: { status: 'accepted', ...limits },
      entries: [{ action: 'joint.distributed', payload: { at, matters: children.map(({ matter_key }) => matter_key) } }],
    }
  },
}
