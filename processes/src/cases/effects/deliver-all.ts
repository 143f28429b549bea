import { cases, issuedDocuments, jointChildren, type JointChildRow, type Tx } from '@lianban/storage'
import { deliveredPapers, papersToDeliver, refuseUnready } from '../joint/rules.ts'
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
    refuseUnready(waiting.map(({ name }) => name))
  },
  async apply(tx, input) {
    const { loaded } = input
    const all = await toDeliver(tx, loaded)
    const { tenant_id: tenantId, id } = loaded.row
    await jointChildren(tx).changeAll(tenantId, id, 'decided', { state: 'delivered' })
    const papers = deliveredPapers(all)
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
    const issued = await issuedDocuments(tx).forCase(row.tenant_id, file.id)
    found.push({ child, name: file.matter_name, ...papersToDeliver(file, issued) })
  }
  return found
}
