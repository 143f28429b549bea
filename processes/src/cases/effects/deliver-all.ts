import { cases, issuedDocuments, jointChildren, type JointChildRow, type Tx } from '@lianban/storage'
import { CaseError } from '../errors.ts'
import type { DecisionRecord } from '../views.ts'
import type { CaseEffect, EffectInput } from './effect.ts'
import { deliveryVariable } from './outcomes/decision.ts'

/** One matter that was decided, with the papers that say so. */
interface ToDeliver {
  child: JointChildRow
  name: string
  papers: { name: string; number: string }[]
  /** Numbers of the decision whose paper is not there yet. */
  missing: boolean
}

/**
 * 统一出件: all that was decided is handed over at once, with one proof of delivery 送达回证; each matter's own case then ends.
 * Source: 行政许可法 article 44; domain paper 2.1.6 (一站式领证: one record of delivery for all results).
 */
export const deliverAll: CaseEffect = {
  async check({ context, loaded }) {
    const waiting = (await toDeliver(context.database, loaded)).filter(({ missing }) => missing)
    if (waiting.length === 0) return
    const names = waiting.map(({ name }) => `“${name}”`).join('、')
    throw new CaseError('PAPERS_NOT_READY', `${names}的决定书或证照还没有制作完成,请稍后再办理出件;长时间没有完成的,请联系系统管理员`)
  },
  async apply(tx, input) {
    const { loaded } = input
    const all = await toDeliver(tx, loaded)
    const { tenant_id: tenantId, id } = loaded.row
    await jointChildren(tx).changeAll(tenantId, id, 'decided', { state: 'delivered' })
    const papers = all.flatMap((one) => one.papers.map(({ name, number }) => `${one.name}：${name}　${number}`))
    return {
      variables: { delivery: deliveryVariable(input, papers) },
      patch: {},
      entries: [{ action: 'joint.delivered', payload: { matters: all.map(({ child }) => child.matter_key), papers } }],
    }
  },
}

async function toDeliver(tx: Tx, { row }: EffectInput['loaded']): Promise<ToDeliver[]> {
  const children = (await jointChildren(tx).of(row.tenant_id, row.id)).filter(({ state }) => state === 'decided')
  const files = await cases(tx).getMany(
    row.tenant_id,
    children.flatMap(({ case_id }) => case_id ?? []),
    0,
  )
  const found: ToDeliver[] = []
  for (const child of children) {
    const file = files.find(({ id }) => id === child.case_id)!
    const decision = file.decision as DecisionRecord | null
    const numbers = [decision?.number, decision?.licenceNo].filter((number) => number != null)
    const issued = await issuedDocuments(tx).forCase(row.tenant_id, file.id)
    const papers = issued.flatMap(({ name, number }) => (number !== null && numbers.includes(number) ? [{ name, number }] : []))
    found.push({
      child,
      name: file.matter_name,
      papers,
      missing: numbers.some((number) => !papers.some((paper) => paper.number === number)),
    })
  }
  return found
}
