import { users } from '@lianban/storage'
import type { CaseContext } from '../context.ts'
import type { Caller } from '../ports.ts'
import { caseResource, type LoadedCase } from '../resources.ts'
import { recipientsInvalid } from './errors.ts'

/** Who gets something to read: persons by name, and the holders of posts. */
export interface Recipients {
  users?: readonly string[]
  posts?: readonly { organId: string; post: string }[]
}

export interface Person {
  id: string
  name: string
}

/** People in one circulation. */
export const MAX_READERS = 500
/** Names that a line of the time line spells out; more are counted. */
const MAX_NAMES = 3

/**
 * The persons meant, each once, by name. A person named must be of the staff; a post that nobody holds gives nobody.
 * @throws CaseError RECIPIENTS_INVALID: nobody, more than 500, a person who is not of the staff any more, or may read no case
 */
export async function resolveRecipients(context: CaseContext, loaded: LoadedCase, to: Recipients): Promise<Person[]> {
  const { tenant_id: tenantId } = loaded.row
  const named = [...new Set(to.users ?? [])]
  const found = await users(context.database).activeStaff(tenantId, named)
  if (found.length < named.length) throw recipientsInvalid('所选人员中有人已经离职或不存在,请刷新后重新选择')
  const people = new Map(found.map((person) => [person.id, person]))
  for (const { organId, post } of to.posts ?? [])
    for (const { userId, name } of await context.tenants.users.holders(tenantId, organId, post, context.database, MAX_READERS + 1))
      people.set(userId, { id: userId, name })
  if (people.size === 0) throw recipientsInvalid('没有可以接收的人员,请选择人员,或者选择有人任职的岗位')
  if (people.size > MAX_READERS) throw recipientsInvalid(`一次最多 ${MAX_READERS} 人,所选人员超过这个人数,请分批进行`)
  await refuseBarred(context, loaded, [...people.keys()])
  return [...people.values()]
}

/** Persons to whom no case can be brought, because their posts keep them from reading any (三员). @throws CaseError RECIPIENTS_INVALID */
export async function refuseBarred(context: CaseContext, loaded: LoadedCase, userIds: readonly string[], path?: string): Promise<void> {
  const people = await context.tenants.users.callers(loaded.row.tenant_id, userIds)
  const barred = people.filter((person) => !mayBeBrought(context, loaded, person))
  if (barred.length > 0) throw recipientsInvalid(`${namesText(barred)}的岗位不接触业务数据,不能阅看办件,请选择其他人员`, path)
}

/** Whether somebody could read the case if it were brought to him. */
export const mayBeBrought = ({ tenants }: CaseContext, loaded: LoadedCase, person: Caller): boolean =>
  tenants.authorization.decide(person, 'read', { ...caseResource(loaded), readers: [person.userId] }).allowed

/** 张三、李四、王五等 200 人. */
export function namesText(people: readonly Pick<Person, 'name'>[]): string {
  const names = people.slice(0, MAX_NAMES).map(({ name }) => name)
  return people.length > MAX_NAMES ? `${names.join('、')}等 ${people.length} 人` : names.join('、')
}
