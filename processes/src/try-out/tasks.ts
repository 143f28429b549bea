import { SEPARATION_CONDITIONS, type ConditionContext, type Resource } from '@lianban/tenants/browser'
import { taskNotFound } from '../cases/errors.ts'
import { namesIn, refuseSameOfficers } from '../cases/named-officers.ts'
import { officersInvalid } from '../cases/errors.ts'
import { NOT_OF_POST } from '../cases/verbs/rules/offered.ts'
import { stepSchema, type PeopleOf } from '../cases/step-schema.ts'
import { organOfTask } from '../cases/task-organ.ts'
import { formOf } from '../matters/matter-definition.ts'
import type { FormSchema } from '@lianban/forms'
import type { TaskManifest } from '../manifest.ts'
import { TryOutError } from './error.ts'
import { callerOf, type Person } from './people.ts'
import type { OpenTask } from './state.ts'
import type { Work } from './work.ts'

type Seen = Pick<Work, 'setup' | 'state'>

/** Somebody who holds the posts of an open task, and whether he may do it now. */
export interface Taker {
  person: Person
  /** Why not; null: he may. */
  refusal: string | null
}

/** Nobody asks a try-out which organ is part of which. */
const FLAT_TREE = { tree: { isWithin: (organ: string, other: string) => organ === other } } as unknown as ConditionContext

/** Everyone who holds the posts of a task, judged by the rules that will decide in earnest; whoever was only asked is asked. */
export function takersOf(seen: Seen, tokenId: string, open: OpenTask): Taker[] {
  const { people } = seen.setup
  const { assignee, candidateGroups, candidateUsers } = open.task
  const ids = assignee === null ? candidateUsers : [assignee]
  const named = ids.flatMap((id) => people.find(id) ?? [])
  const ofPost = assignee === null ? candidateGroups.flatMap((group) => people.holders(...splitGroup(group))) : []
  const all = new Map([...named, ...ofPost].map((person) => [person.id, person]))
  const isAnswer = open.task.delegationState === 'PENDING' || seen.state.signs.some(({ task_id }) => task_id === tokenId)
  return [...all.values()].map((person) => ({ person, refusal: isAnswer ? null : refusalFor(seen, open.elementId, person) }))
}

function splitGroup(group: string): [organ: string, post: string] {
  const at = group.indexOf(':')
  return [group.slice(0, at), group.slice(at + 1)]
}

/** Why the separation of duties 岗位分离 keeps somebody from a step; null: it does not. */
export function refusalFor({ setup, state }: Seen, elementId: string, person: Person): string | null {
  const { separation, parties = [] } = setup.matter.matter
  const resource: Resource = {
    ...{ type: 'task', node: elementId, assignee: person.id },
    organId: state.file!.organ_id,
    applicantId: state.file!.applicant_id,
    participants: Object.fromEntries(Object.entries(state.participants).map(([element, ids]) => [element, [...ids]])),
    parties: Object.fromEntries(parties.map(({ role }) => [role, parties.filter((one) => one.role === role).map(({ organ }) => organ)])),
    separation: Object.fromEntries(separation.map(({ rule, elements }) => [rule, elements])),
    together: Object.fromEntries(separation.map(({ rule, together = [] }) => [rule, together])),
  }
  for (const { rule } of separation) {
    const condition = SEPARATION_CONDITIONS[rule]
    if (condition?.holds(callerOf(person), resource, `complete:${elementId}`, FLAT_TREE)) return condition.refusal ?? rule
  }
  return null
}

/** Why somebody cannot take a step: he holds none of its posts, or a rule keeps him from it; null: he can. */
export function takeRefusal(seen: Seen, elementId: string, id: string): string | null {
  const { setup, state } = seen
  const person = setup.people.find(id)
  const manifest = setup.matter.matter.tasks[elementId]
  const sources = manifest?.approval?.approvers ?? (manifest ? [manifest] : [])
  const isOfPost = sources.some(({ post, organ }) =>
    setup.people.holders(organ ?? state.file!.organ_id, post).some((holder) => holder.id === id),
  )
  return person && isOfPost ? refusalFor(seen, elementId, person) : NOT_OF_POST
}

export interface Taken {
  tokenId: string
  open: OpenTask
  person: Person
  manifest: TaskManifest
}

/** The open task of a step that a person may do. @throws CaseError TASK_NOT_FOUND; TryOutError TASK_NOT_OPEN, NOT_YOURS, PERSON_UNKNOWN */
export function taken(work: Work, elementId: string, as: string): Taken {
  const { matter, people } = work.setup
  const person = people.find(as)
  if (!person) throw new TryOutError('PERSON_UNKNOWN', `没有人员“${as}”,请重新选择办理人`)
  const manifest = matter.matter.tasks[elementId]
  if (!manifest) throw taskNotFound()
  const name = matter.elements[elementId] ?? elementId
  const open = Object.entries(work.state.tasks).filter(([, task]) => task.elementId === elementId)
  if (open.length === 0) throw new TryOutError('TASK_NOT_OPEN', `“${name}”现在不在办理中`)
  for (const [tokenId, task] of open) {
    const taker = takersOf(work, tokenId, task).find((one) => one.person.id === as)
    if (!taker) continue
    if (taker.refusal !== null) throw new TryOutError('NOT_YOURS', `${person.name}不能办理“${name}”:${taker.refusal}`)
    return { tokenId, open: task, person, manifest }
  }
  throw new TryOutError('NOT_YOURS', `“${name}”不由${person.name}办理,请换成有权办理的人员`)
}

/** The holders of a post who may be named in a form of the task. */
const nameable = ({ setup, state }: Seen, { task }: OpenTask, post: string): Person[] =>
  setup.people.holders(organOfTask(task.candidateGroups, state.file!.organ_id), post)

/** The step's own form with the people who may be named in it. */
export function schemaOf(seen: Seen, manifest: TaskManifest, open: OpenTask): FormSchema | null {
  if (manifest.form === undefined) return null
  const { setup } = seen
  const people: PeopleOf = {}
  for (const [field, post] of Object.entries(manifest.people ?? {})) people[field] = nameable(seen, open, post)
  const organs = Object.values(manifest.organs ?? {}).flat()
  return stepSchema(formOf(setup.matter, manifest.form), manifest, {
    people,
    organs: Object.fromEntries(organs.map((id) => [id, setup.organName(id)])),
  })
}

/** Whoever is named for a step holds the post and may take it. @throws CaseError OFFICERS_INVALID */
export function checkNamed(work: Work, { manifest, open }: Pick<Taken, 'manifest' | 'open'>, form: Record<string, unknown>): void {
  const { setup } = work
  const { people = {}, distinct = [] } = manifest
  for (const [field, post] of Object.entries(people)) {
    const able = nameable(work, open, post)
    for (const id of namesIn(form[field])) {
      const person = able.find((one) => one.id === id)
      if (!person) throw officersInvalid('所选人员不在该岗位任职,请重新选择', field)
      for (const [node, { assignedBy }] of Object.entries(setup.matter.matter.tasks)) {
        const refusal = assignedBy === field ? refusalFor(work, node, person) : null
        if (refusal !== null) throw officersInvalid(`${person.name}不能办理该环节,请另选一人。原因:${refusal}`, field)
      }
    }
  }
  refuseSameOfficers(distinct, form)
}
