import type { Caller } from '@lianban/tenants/browser'
import { postName } from '../labels.ts'

/** Someone who takes part in a try-out. */
export interface Person {
  id: string
  name: string
  posts: readonly { organ: string; post: string }[]
}

/** Whoever hands the case in. */
export const APPLICANT: Person = { id: 'applicant', name: '申请人', posts: [] }

/** Who is there. */
export interface People {
  holders(organ: string, post: string): Person[]
  /** undefined: nobody of this id. */
  find(id: string): Person | undefined
}

/** These people and nobody else. */
export const givenPeople = (people: readonly Person[]): People => ({
  holders: (organ, post) => people.filter(({ posts }) => posts.some((held) => held.organ === organ && held.post === post)),
  find: (id) => (id === APPLICANT.id ? APPLICANT : people.find((person) => person.id === id)),
})

/** How many hold each post where nobody real is named: enough for two officers, and a third who has done nothing yet. */
const SAMPLES = ['甲', '乙', '丙']

/** People who are nobody: of each post of each organ three, told apart by a letter, so that a saved case names no person. */
export const samplePeople = (namesOf: { organ: (id: string) => string; homeOrgan: string }): People => {
  const sample = (organ: string, post: string, index: number): Person => ({
    id: [organ, post, index + 1].join(':'),
    name: `${organ === namesOf.homeOrgan ? '' : namesOf.organ(organ)}${postName(post)}${SAMPLES[index]}`,
    posts: [{ organ, post }],
  })
  return {
    holders: (organ, post) => SAMPLES.map((_, index) => sample(organ, post, index)),
    find(id) {
      if (id === APPLICANT.id) return APPLICANT
      const [organ, post, number] = id.split(':')
      const index = Number(number) - 1
      return organ && post && SAMPLES[index] ? sample(organ, post, index) : undefined
    },
  }
}

/** The person as the rules of the county know a caller. */
export const callerOf = ({ id, name, posts }: Person): Caller => ({
  tenantId: TENANT,
  userId: id,
  name,
  kind: id === APPLICANT.id ? 'applicant' : 'staff',
  posts: posts.map(({ organ, post }) => ({ organId: organ, organName: organ, post })),
  groups: posts.map(({ organ, post }) => `${organ}:${post}`),
})

/** The tenant of every try-out: none. */
export const TENANT = 'try-out'
