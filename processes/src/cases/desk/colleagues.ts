import { users } from '@lianban/storage'
import type { CaseContext } from '../context.ts'
import { openTasks } from '../open-tasks.ts'
import type { Caller } from '../ports.ts'
import { caseResource, loadCase, readableCase, taskResource, type LoadedCase } from '../resources.ts'
import { mayBeBrought } from './recipients.ts'

/** Somebody who can be asked or sent a case, with what he is. */
export interface Colleague {
  id: string
  name: string
  posts: string[]
}

/** Posts that many people hold, for a circulation at once. */
export interface PostGroup {
  organId: string
  organName: string
  post: string
  postName: string
  people: number
}

/** Found by one search; who needs more writes more of the name. */
const MAX_FOUND = 50

/**
 * The staff of the county by part of a name, organ or post, for who works on a case and wants to ask or tell somebody.
 * @throws NOT_FOUND
 */
export async function colleagues(
  context: CaseContext,
  caller: Caller,
  caseId: string,
  q: string,
): Promise<{ people: Colleague[]; posts: PostGroup[] }> {
  const loaded = (await consultedCase(context, caller, caseId)) ?? (await readableCase(context, caller, caseId))
  if (loaded.row.applicant_id === caller.userId) return { people: [], posts: [] }
  const held = await users(context.database).everyPostAt(caller.tenantId, context.clock())
  const people = new Map<string, Colleague & { caller: Caller }>()
  const posts = new Map<string, PostGroup>()
  for (const { user_id, user_name, organ_id, organ_name, post, post_name } of held) {
    const person = people.get(user_id) ?? {
      id: user_id,
      name: user_name,
      posts: [],
      caller: staffCaller(caller.tenantId, user_id, user_name),
    }
    person.posts.push(`${organ_name} ${post_name ?? post}`)
    person.caller.posts.push({ organId: organ_id, organName: organ_name, post })
    people.set(user_id, person)
    const group = posts.get(`${organ_id}:${post}`) ?? {
      organId: organ_id,
      organName: organ_name,
      post,
      postName: post_name ?? post,
      people: 0,
    }
    group.people++
    posts.set(`${organ_id}:${post}`, group)
  }
  const able = (person: Caller) => mayBeBrought(context, loaded, person)
  const wanted = q.trim().split(/\s+/).filter(Boolean)
  return {
    people: [...people.values()]
      .filter((one) => one.id !== caller.userId && matches(wanted, [one.name, ...one.posts]) && able(one.caller))
      .slice(0, MAX_FOUND)
      .map(({ id, name, posts }) => ({ id, name, posts })),
    posts: [...posts.values()]
      .filter((group) => matches(wanted, [`${group.organName} ${group.postName}`]) && able(holderOf(caller.tenantId, group)))
      .slice(0, MAX_FOUND),
  }
}

/** The case of whoever may not read it but is consulted on it from another organ: one of its open steps is his to ask about. */
async function consultedCase(context: CaseContext, caller: Caller, caseId: string): Promise<LoadedCase | null> {
  const loaded = await loadCase(context, caller.tenantId, caseId, caller)
  const { authorization } = context.tenants
  if (authorization.decide(caller, 'read', caseResource(loaded)).allowed) return null
  const tasks = await openTasks(context, loaded)
  return tasks.some((task) => authorization.decide(caller, 'ask', taskResource({ ...loaded, task })).allowed) ? loaded : null
}

const staffCaller = (tenantId: string, userId: string, name: string): Caller => ({
  tenantId,
  userId,
  name,
  kind: 'staff',
  posts: [],
  groups: [],
})

/** Anybody who holds nothing but this post. */
const holderOf = (tenantId: string, { organId, organName, post }: PostGroup): Caller => ({
  ...staffCaller(tenantId, '', ''),
  posts: [{ organId, organName, post }],
})

/** Each word stands in one of the texts, or is short for it: 城管 is in 城市管理局. */
const matches = (words: readonly string[], texts: readonly string[]): boolean =>
  words.every((word) => texts.some((text) => isShortFor(word, text)))

function isShortFor(word: string, text: string): boolean {
  let at = -1
  return [...word].every((character) => (at = text.indexOf(character, at + 1)) >= 0)
}
