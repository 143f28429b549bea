import { users } from '@lianban/storage'
import type { CaseContext } from '../context.ts'

/** Posts that give a person a desk with tasks are those that may sign. */
const SIGN_RESOURCE = { type: 'task' } as const

/**
 * Why a person cannot be asked for his work or his signature at a task that is not of his post; null: he can.
 */
export async function mayBeAsked(context: CaseContext, tenantId: string, userId: string): Promise<string | null> {
  const user = await users(context.database).get(tenantId, userId)
  if (!user || user.kind !== 'staff') return '人员不存在,或者不是本县工作人员'
  if (user.disabled_at !== null) return `${user.name}的账号已停用`
  const person = await context.tenants.users.caller(tenantId, userId)
  const { authorization } = context.tenants
  return authorization.grants(person, 'sign', SIGN_RESOURCE.type).length > 0 ? null : `${user.name}没有办理任务的岗位`
}
