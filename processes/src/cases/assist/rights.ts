import { serviceHalls } from '@lianban/storage'
import type { MatterManifest } from '../../manifest.ts'
import type { CaseContext } from '../context.ts'
import { lowerOrganNamed } from '../first-review.ts'
import type { Caller, Resource } from '../ports.ts'

export const WINDOW_CLERK = 'window-clerk'

/** Whoever enters applications at all, for an organ where he sits at a window. @throws NOT_AUTHORIZED */
export async function assertAtWindow(context: CaseContext, caller: Caller): Promise<void> {
  const organId = caller.posts.find(({ post }) => post === WINDOW_CLERK)?.organId ?? null
  await context.tenants.authorization.assert(caller, 'assist', { type: 'case', organId })
}

/** @param form as filled in: of the lower organs that may receive it, the one that it names. @throws NOT_AUTHORIZED */
export async function assertAssists(
  context: CaseContext,
  caller: Caller,
  matter: MatterManifest,
  form?: Record<string, unknown>,
): Promise<void> {
  const resource = await assistResource(context, caller.tenantId, matter, await hallOrgans(context, caller.tenantId), form)
  await context.tenants.authorization.assert(caller, 'assist', resource)
}

/** For which of these matters the caller enters applications. */
export async function assistedOf(context: CaseContext, caller: Caller, matters: readonly MatterManifest[]): Promise<Set<string>> {
  const halls = await hallOrgans(context, caller.tenantId)
  const asked = await Promise.all(matters.map((matter) => assistResource(context, caller.tenantId, matter, halls)))
  const may = (resource: Resource) => context.tenants.authorization.decide(caller, 'assist', resource).allowed
  return new Set(matters.flatMap(({ key }, at) => (may(asked[at]!) ? [key] : [])))
}

/**
 * A case that is entered at a window: of the organ in charge, of the lower organs that may receive it 下级初审, and of the
 * comprehensive windows 综合窗口 of the halls.
 */
async function assistResource(
  context: CaseContext,
  tenantId: string,
  matter: MatterManifest,
  halls: string[],
  form?: Record<string, unknown>,
): Promise<Resource> {
  const { inCharge } = context.tenants.organs
  const lower = form ? [lowerOrganNamed(matter, form)?.id ?? []].flat() : Object.keys(matter.procedure.firstReview?.organs ?? {})
  return {
    type: 'case',
    organId: await inCharge(tenantId, matter.organ),
    parties: { window: halls, receives: await Promise.all(lower.map((id) => inCharge(tenantId, id))) },
  }
}

const hallOrgans = async (context: CaseContext, tenantId: string): Promise<string[]> => [
  ...new Set((await serviceHalls(context.database).list(tenantId)).map(({ organ_id }) => organ_id)),
]
