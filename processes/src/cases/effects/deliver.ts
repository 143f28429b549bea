import type { JsonValue } from '@lianban/engine'
import { issuedDocuments } from '@lianban/storage'
import { nameActing } from '@lianban/tenants'
import type { DecisionRecord } from '../views.ts'
import type { CaseEffect, EffectInput } from './effect.ts'

/** What stands on the proof in place of a recipient that there is none of. */
const NOBODY = '——'

/**
 * 送达: what was decided is handed over; the proof of delivery names the papers, to whom, when and by what means.
 * Source: 行政许可法 article 44; 民事诉讼法 articles 87 to 95 on the means.
 */
export const deliver: CaseEffect = {
  async apply(tx, input) {
    const { loaded } = input
    const decision = loaded.row.decision as DecisionRecord | null
    const numbers = [decision?.number, decision?.licenceNo]
    const papers = (await issuedDocuments(tx).forCase(loaded.row.tenant_id, loaded.row.id)).filter(
      ({ number }) => number !== null && numbers.includes(number),
    )
    const delivery = deliveryVariable(
      input,
      papers.map(({ name, number }) => `${name}　${number}`),
    )
    return { variables: { delivery }, patch: {} }
  },
}

/** What the proof of delivery says. @param papers each with its number, as printed */
export function deliveryVariable({ caller, form }: Pick<EffectInput, 'caller' | 'form'>, papers: string[]) {
  return {
    papers,
    method: text(form.method) ?? NOBODY,
    receiver: text(form.receiver) ?? NOBODY,
    relation: text(form.relation),
    deliveredOn: text(form.deliveredOn),
    proof: proofOf(form),
    servedBy: nameActing(caller.name, caller.onBehalfOf?.name),
    remark: text(form.remark),
  } satisfies JsonValue
}

function proofOf(form: EffectInput['form']): string {
  const mailNo = text(form.mailNo)
  if (mailNo !== null) return `邮件号码 ${mailNo}`
  const place = text(form.noticePlace)
  if (place !== null) return `公告载体：${place}`
  return form.method === '电子送达' ? '网上办事大厅接收记录' : '窗口签收记录'
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
