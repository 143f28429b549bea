import type { Policy } from '@lianban/tenants'
import { LEADER_POST } from '../cases/approval/found.ts'
import type { ApprovalManifest, MatterManifest } from '../manifest.ts'

/**
 * The rights to the steps of a package's matters: whoever holds the post of a step, or one that its approvers come from, may
 * complete it where it is his; whoever may open an internal matter, what that takes. They are shipped with the package, and the county may change them like all others.
 */
export function stepPolicies(packageKey: string, matters: readonly MatterManifest[]): Policy[] {
  const steps = matters.flatMap(({ tasks }) =>
    Object.entries(tasks).flatMap(([elementId, { post, approval }]) =>
      [post, ...approverPosts(approval)].map((role) => ({ role, elementId })),
    ),
  )
  const byPost = new Map<string, Set<string>>()
  for (const { role, elementId } of steps) byPost.set(role, (byPost.get(role) ?? new Set()).add(elementId))
  return [
    ...[...byPost].flatMap(([role, elements]) =>
      [...elements].sort().map((elementId): Policy => ({
        id: `${packageKey}:${role}:${elementId}`,
        role,
        type: 'task',
        actions: `complete:${elementId}`,
        scope: 'assigned',
      })),
    ),
    ...[...new Set(matters.flatMap(({ openedBy }) => openedBy?.posts ?? []))].flatMap((role) => openerPolicies(packageKey, role)),
  ]
}

/** Whoever opens an internal matter has in his own cases what an applicant has in his. */
const openerPolicies = (packageKey: string, role: string): Policy[] =>
  (
    [
      ['case', 'create|list|read|withdraw|urge'],
      ['attachment', 'create|read'],
      ['document', 'read'],
    ] as const
  ).map(([type, actions]) => ({ id: `${packageKey}:${role}:opens-${type}`, role, type, actions, scope: 'own_applicant' }))

/** Posts that the approvers come from, and the head of the organ where he stands in for them. */
const approverPosts = (approval: ApprovalManifest | undefined): string[] => [
  ...(approval?.approvers ?? []).map(({ post }) => post),
  ...(approval && (approval.empty === 'leader' || approval.self === 'leader') ? [LEADER_POST] : []),
]
