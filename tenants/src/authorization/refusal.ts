import type { Caller } from '../caller.ts'
import type { Condition } from './conditions.ts'
import { permissionLabel } from './permissions.ts'
import type { PolicyIndex, Rule } from './policy-index.ts'

/**
 * Why not, for people: which right is missing, which posts have it, and who grants them. It speaks of the kind of thing
 * and of the action only, so that it gives away nothing of the thing itself.
 */
export function refusalMessage(options: {
  index: PolicyIndex
  conditions: Record<string, Condition>
  postNames: ReadonlyMap<string, string>
  caller: Caller
  action: string
  type: string
  rule: Rule | null
}): string {
  const { index, conditions, postNames, caller, action, type, rule } = options
  if (rule) return conditions[rule.condition]!.refusal
  const label = permissionLabel(type, action)
  const roles = index.rolesAllowed(action, type)
  const posts = roles.flatMap((role) => postNames.get(role) ?? [])
  if (caller.posts.some(({ post }) => roles.includes(post)) || roles.includes(caller.kind)) {
    return `您有“${label}”的权限,但所涉内容不在您的岗位范围内。确需办理的,请与承办单位或安全管理员联系。`
  }
  if (posts.length === 0) return `您没有“${label}”的权限。请与本单位安全管理员联系。`
  return `您没有“${label}”的权限,该权限属于以下岗位:${posts.join('、')}。岗位由安全管理员授予,请与其联系。`
}
