import { serviceHalls } from '@lianban/storage'
import type { CaseContext } from '../context.ts'
import type { Caller, Resource } from '../ports.ts'

/** A case that is entered at a window: of the organ that takes it, and of the comprehensive windows 综合窗口 of the halls. */
async function assistResource(context: CaseContext, tenantId: string, organId: string | null): Promise<Resource> {
  const halls = await serviceHalls(context.database).list(tenantId)
  return { type: 'case', organId, parties: { window: [...new Set(halls.map(({ organ_id }) => organ_id))] } }
}

/** @param organId in charge of the matter. @throws NOT_AUTHORIZED */
export async function assertAssists(context: CaseContext, caller: Caller, organId: string): Promise<void> {
  await context.tenants.authorization.assert(caller, 'assist', await assistResource(context, caller.tenantId, organId))
}

/** Whoever enters applications at all, for an organ where he sits at a window. @throws NOT_AUTHORIZED */
export async function assertAtWindow(context: CaseContext, caller: Caller): Promise<void> {
  const organId = caller.posts.find(({ post }) => post === WINDOW_CLERK)?.organId ?? null
  await context.tenants.authorization.assert(caller, 'assist', { type: 'case', organId })
}

export const WINDOW_CLERK = 'window-clerk'

/** For which organs' matters the caller enters applications. */
export async function assistedOrgans(context: CaseContext, caller: Caller): Promise<(organId: string) => boolean> {
  const resource = await assistResource(context, caller.tenantId, null)
  return (organId) => context.tenants.authorization.decide(caller, 'assist', { ...resource, organId }).allowed
}
