import { chineseDay } from '../../clock/index.ts'
import { postName } from '../../labels.ts'
import { dueDayOf, incurDebts } from '../duties/debts.ts'
import { dutyPorts } from '../duties/duty-ports.ts'
import { missingOf, namesOf } from '../duties/missing.ts'
import { commitmentSigned, deferralNotYours, notDeferrable, nothingToDefer } from '../errors.ts'
import type { Caller } from '../ports.ts'
import { acceptCase } from './accept.ts'
import { nextNumber, type CaseEffect } from './effect.ts'

/**
 * 容缺受理: the case is accepted although materials are missing that the matter lets follow later. Each is owed until its
 * day; the applicant gets a paper that names them. Whoever decides on it by the matter is the one who accepts.
 */
export const acceptDeferred: CaseEffect = {
  async isOffered({ context, loaded, at }) {
    const { missing, commitment } = await missingOf(context.database, loaded, at)
    return missing.length > 0 && !commitment && missing.every(({ deferral }) => deferral !== null)
  },
  async check({ context, caller, loaded, at }) {
    const { missing, commitment } = await missingOf(context.database, loaded, at)
    if (commitment) throw commitmentSigned()
    if (missing.length === 0) throw nothingToDefer()
    const final = missing.filter(({ deferral }) => deferral === null)
    if (final.length > 0) throw notDeferrable(namesOf(final))
    const other = missing.find(({ deferral }) => !holds(caller, loaded.row.organ_id, deferral!.decides))
    if (other) throw deferralNotYours(postName(other.deferral!.decides))
  },
  async apply(tx, input) {
    const { at, caller, context, loaded } = input
    const outcome = await acceptCase(tx, input)
    const { missing } = await missingOf(tx, loaded, at)
    const number = await nextNumber(tx, input, 'deferral')
    const debts = await incurDebts(tx, dutyPorts(context), { row: loaded.row, materials: missing, paperNo: number, by: caller, at })
    const items = debts.map(({ material_name, due_at }) => `${material_name},${chineseDay(dueDayOf(due_at))}前补交`)
    return { ...outcome, variables: { ...outcome.variables, deferral: { number, items, openedAt: at } } }
  },
}

/** Whether the caller, or the person he acts for, has a post in the organ. */
function holds({ posts, actsFor = [], onBehalfOf }: Caller, organId: string, post: string): boolean {
  const lent = onBehalfOf ? actsFor.filter(({ principal }) => principal.userId === onBehalfOf.userId) : []
  return [...posts, ...lent.flatMap(({ principal }) => principal.posts)].some((held) => held.post === post && held.organId === organId)
}
