import { apartFrom, approversOf, weightOf, type MatterLike, type PostLike } from '@lianban/designer/process-draft'
import type { ApproverTest } from '../../api/studio.ts'

/* Who would get each step of a matter if a case stood there now, and who falls out: pure, of what the server says of each post. */

/** A post of an organ whose holders are asked. */
export interface TestedSource {
  post: string
  organ: string
  /** Of each holder's vote; null: votes are not weighed. */
  weight: number | null
}

/** A step and to whom it goes. */
export interface TestedStep {
  elementId: string
  name: string
  sources: TestedSource[]
  /** One after the other, in the order of the sources. */
  isOrdered: boolean
  /** Named in a form of an earlier step: one of the holders. */
  isNamed: boolean
  /** Steps that whoever does this one may not have done. */
  apart: string[]
}

export interface TestedPerson {
  userId: string
  name: string
  note?: ApproverTest['people'][number]['note']
  actsFor?: string
  /** He acts through these, who act for him now. */
  agents: string[]
  /** Asked already as the holder of a post before. */
  isAsked: boolean
  /** Names of steps: if he has done one of them he falls out here. */
  unlessDone: string[]
}

export type Answers = ReadonlyMap<string, ApproverTest>

export const keyOf = ({ organ, post }: Pick<TestedSource, 'organ' | 'post'>): string => `${organ} ${post}`

/** Every step of the matter that goes to people. */
export function testedSteps(matter: MatterLike & { organ?: string }): TestedStep[] {
  const { organ = '', tasks = {}, steps = [] } = matter
  return Object.entries(tasks).map(([elementId, task]) => {
    const weighs = task.approval?.mode === 'vote' && task.approval.pass !== undefined && 'weight' in task.approval.pass
    const posts: PostLike[] = task.approval ? approversOf(task) : [task]
    return {
      elementId,
      name: steps.find((step) => step.task === elementId)?.name ?? elementId,
      sources: posts.map((one) => ({ post: one.post, organ: one.organ ?? organ, weight: weighs ? weightOf(task, one.post) : null })),
      isOrdered: task.approval?.mode === 'sequential',
      isNamed: task.assignedBy !== undefined,
      apart: apartFrom(matter, elementId),
    }
  })
}

/** Of each source of a step the people that the server knows, and what stands against each. */
export function testedPeople(step: TestedStep, all: readonly TestedStep[], answers: Answers): TestedPerson[][] {
  const asked = new Set<string>()
  const apart = all.filter(({ elementId }) => step.apart.includes(elementId))
  return step.sources.map((source) => {
    const { people = [] } = answers.get(keyOf(source)) ?? {}
    const found = people.map((person): TestedPerson => ({
      ...person,
      agents: people.filter(({ note, actsFor }) => note === 'agent' && actsFor === person.name).map(({ name }) => name),
      isAsked: asked.has(person.userId),
      unlessDone: apart.filter((other) => holds(other, person.userId, answers)).map(({ name }) => name),
    }))
    for (const { userId } of people) asked.add(userId)
    return found
  })
}

const holds = ({ sources }: TestedStep, userId: string, answers: Answers): boolean =>
  sources.some((source) => answers.get(keyOf(source))?.people.some((person) => person.userId === userId))

/** Whether nobody is left once everybody who may have done an earlier step falls out. */
export const mayStandStill = (people: readonly (readonly TestedPerson[])[]): boolean =>
  people.flat().length > 0 && people.flat().every(({ unlessDone, note }) => unlessDone.length > 0 || note === 'coming')
