import type { Policy } from '@lianban/tenants'
import { LEADER_POST } from '../cases/approval/found.ts'
import type { ApprovalManifest, MatterManifest } from '../manifest.ts'

/**
 * The rights to the steps of a package's matters: whoever holds the post of a step, or one that its approvers come from, may
 * complete it where it is his. They are shipped with the package, and the county may change them like all others.
 */
export function stepPolicies(packageKey: string, matters: readonly MatterManifest[]): Policy[] {
  const steps = matters.flatMap(({ tasks }) =>
    Object.entries(tasks).flatMap(([elementId, { post, approval }]) =>
      [post, ...approverPosts(approval)].map((role) => ({ role, elementId })),
    ),
  )
  const byPost = new Map<string, Set<string>>()
  for (const { role, elementId } of steps) byPost.set(role, (byPost.get(role) ?? new Set()).add(elementId))
  return [...byPost].flatMap(([role, elements]) =>
    [...elements].sort().map((elementId): Policy => ({
      id: `${packageKey}:${role}:${elementId}`,
      role,
      type: 'task',
      actions: `complete:${elementId}`,
      scope: 'assigned',
    })),
  )
}

/** Posts that the approvers come from, and the head of the organ where he stands in for them. */
const approverPosts = (approval: ApprovalManifest | undefined): string[] => [
  ...(approval?.approvers ?? []).map(({ post }) => post),
  ...(approval && (approval.empty === 'leader' || approval.self === 'leader') ? [LEADER_POST] : []),
]
