import type { TellOfDelegation } from '@lianban/tenants'
import type { Notices } from './notices.ts'

/** The person asked to act for another is told, so that he can accept. */
export const tellOfDelegation =
  ({ send }: Pick<Notices, 'send'>): TellOfDelegation =>
  async (tx, tenantId, { delegate_id, principal_name, reason }) => {
    await send(tx, tenantId, {
      kind: 'delegation',
      to: { userIds: [delegate_id] },
      title: `${principal_name}请您代理其岗位`,
      text: `事由:${reason}。您接受后方可代为办理。`,
      link: '/delegations',
    })
  }
