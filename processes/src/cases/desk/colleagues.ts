import { users } from '@lianban/storage'
import type { CaseContext } from '../context.ts'
import type { Caller } from '../ports.ts'
import { readableCase } from '../resources.ts'

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
  const { row } = await readableCase(context, caller, caseId)
  if (row.applicant_id === caller.userId) return { people: [], posts: [] }
  const held = await users(context.database).everyPostAt(caller.tenantId, context.clock())
  const people = new Map<string, Colleague>()
  const posts = new Map<string, PostGroup>()
  for (const { user_id, user_name, organ_id, organ_name, post, post_name } of held) {
    const person = people.get(user_id) ?? { id: user_id, name: user_name, posts: [] }
    person.posts.push(`${organ_name} ${post_name ?? post}`)
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
  const wanted = q.trim().split(/\s+/).filter(Boolean)
  return {
    people: [...people.values()]
      .filter(({ id, name, posts }) => id !== caller.userId && matches(wanted, [name, ...posts]))
      .slice(0, MAX_FOUND),
    posts: [...posts.values()].filter(({ organName, postName }) => matches(wanted, [`${organName} ${postName}`])).slice(0, MAX_FOUND),
  }
}

/** Each word stands in one of the texts, or is short for it: 城管 is in 城市管理局. */
const matches = (words: readonly string[], texts: readonly string[]): boolean =>
  words.every((word) => texts.some((text) => isShortFor(word, text)))

function isShortFor(word: string, text: string): boolean {
  let at = -1
  return [...word].every((character) => (at = text.indexOf(character, at + 1)) >= 0)
}
