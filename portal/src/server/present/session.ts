import { POST_NAMES } from '@lianban/processes/labels'
import { rightsOf, type Caller, type Tenants } from '@lianban/tenants'

export type Desk = 'applicant' | 'clerk' | 'supervisor' | 'auditor' | 'admin'

/** Which post opens which desk; a desk only shows what Casbin then allows. */
const DESK_OF_POST: Record<string, Desk> = {
  'window-clerk': 'clerk',
  'project-officer': 'clerk',
  'project-reviewer': 'clerk',
  'project-approver': 'clerk',
  'unit-accountant': 'clerk',
  'treasury-clerk': 'clerk',
  handler: 'clerk',
  'site-officer': 'clerk',
  reviewer: 'clerk',
  approver: 'clerk',
  'delivery-clerk': 'clerk',
  'organ-leader': 'clerk',
  partner: 'clerk',
  'county-head': 'clerk',
  'assessment-officer': 'clerk',
  'target-officer': 'clerk',
  'indicator-owner': 'clerk',
  'data-checker': 'clerk',
  'assessment-judge': 'clerk',
  'appeal-reviewer': 'clerk',
  'committee-secretary': 'clerk',
  'grid-worker': 'clerk',
  'call-taker': 'clerk',
  'shift-leader': 'clerk',
  dispatcher: 'clerk',
  disposer: 'clerk',
  'incident-verifier': 'clerk',
  arbitrator: 'clerk',
  inspector: 'clerk',
  'legal-reviewer': 'clerk',
  'hearing-chair': 'clerk',
  expert: 'clerk',
  consultee: 'clerk',
  'supervision-officer': 'clerk',
  'follow-up-officer': 'supervisor',
  supervisor: 'supervisor',
  'disciplinary-auditor': 'auditor',
  'system-admin': 'admin',
  'security-admin': 'admin',
  'audit-admin': 'admin',
}

/** What the web application knows of the person in front of it. */
export async function presentSession(tenants: Tenants, caller: Caller, csrfToken: string) {
  const tenant = await tenants.organs.tenant(caller.tenantId)
  const password = await tenants.passwords.stateOf({ tenantId: caller.tenantId, userId: caller.userId })
  const desks = caller.kind === 'applicant' ? ['applicant'] : [...new Set(caller.posts.flatMap((p) => DESK_OF_POST[p.post] ?? []))]
  return {
    user: {
      id: caller.userId,
      name: caller.name,
      kind: caller.kind,
      posts: caller.posts.filter(({ heldIn }) => heldIn === undefined).map((p) => ({ ...p, postName: POST_NAMES[p.post] ?? p.post })),
    },
    csrfToken,
    desks,
    /** `type:action` for everything that some rule allows; which pages the navigation offers. */
    rights: rightsOf(tenants.authorization, caller),
    tenant: { id: tenant.id, name: tenant.name },
    passwordExpiresAt: password.expiresSoon ? password.expiresAt : null,
  }
}
