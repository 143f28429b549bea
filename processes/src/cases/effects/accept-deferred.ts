import { postName } from '../../labels.ts'
import { incurDebts } from '../duties/debts.ts'
import { dutyPorts } from '../duties/duty-ports.ts'
import { missingOf } from '../duties/missing.ts'
import { deferralNotYours } from '../errors.ts'
import type { Caller } from '../ports.ts'
import { acceptCase } from './accept.ts'
import { nextNumber, type CaseEffect } from './effect.ts'
import { deferralVariable, isDeferrable, refuseUndeferrable } from './outcomes/intake.ts'

/**
 * 容缺受理: the case is accepted although materials are missing that the matter lets follow later. Each is owed until its
 * day; the applicant gets a paper that names them. Whoever decides on it by the matter is the one who accepts.
 */
export const acceptDeferred: CaseEffect = {
  isOffered: async ({ context, loaded, at }) => isDeferrable(await missingOf(context.database, loaded, at)),
  async check({ context, caller, loaded, at }) {
    const state = await missingOf(context.database, loaded, at)
    refuseUndeferrable(state)
    const { missing } = state
    const other = missing.find(({ deferral }) => !holds(caller, loaded.row.organ_id, deferral!.decides))
    if (other) throw deferralNotYours(postName(other.deferral!.decides))
  },
  async apply(tx, input) {
    const { at, caller, context, loaded } = input
    const outcome = await acceptCase(tx, input)
    const { missing } = await missingOf(tx, loaded, at)
    const number = await nextNumber(tx, input, 'deferral')
    const debts = await incurDebts(tx, dutyPorts(context), { row: loaded.row, materials: missing, paperNo: number, by: caller, at })
    return { ...outcome, variables: { ...outcome.variables, deferral: deferralVariable(number, debts, at) } }
  },
}

/** Whether the caller, or the person he acts for, has a post in the organ. */
function holds({ posts, actsFor = [], onBehalfOf }: Caller, organId: string, post: string): boolean {
  const lent = onBehalfOf ? actsFor.filter(({ principal }) => principal.userId === onBehalfOf.userId) : []
  return [...posts, ...lent.flatMap(({ principal }) => principal.posts)].some((held) => held.post === post && held.organId === organId)
}
