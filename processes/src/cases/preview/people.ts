import { users, type UserTaskRow } from '@lianban/storage'
import { postName } from '../../labels.ts'
import { elementName, type Matter } from '../../matters/matter-definition.ts'
import type { CaseContext } from '../context.ts'
import { holders } from '../people.ts'
import type { TaskManifest } from '../../manifest.ts'
import type { PreviewBranch, PreviewItem, PreviewStep } from './preview.ts'
import type { Takers } from './takers.ts'

/** Somebody who can take a step, and who acts for him now. */
export interface Taker {
  id: string
  name: string
  agents: string[]
}

type Person = Pick<Taker, 'id' | 'name'>

/** People of a step that are spelled out; more are counted. */
const MAX_SHOWN = 20

export type PeopleStep = Omit<PreviewStep, 'takers'> & {
  people: Taker[]
  /** How many there are in all. */
  count: number
  /** Each of them does it for himself, how many; null: one of them does. */
  each: number | null
  /** Where nobody can be named: who names him, or what post is vacant. */
  note: string | null
}
export type PeopleItem =
  | PeopleStep
  | (Omit<Extract<PreviewItem, { kind: 'choice' }>, 'branches'> & { branches: PeopleBranch[] })
  | (Omit<Extract<PreviewItem, { kind: 'parallel' }>, 'branches'> & { branches: PeopleBranch[] })
  | Extract<PreviewItem, { kind: 'again' | 'end' }>
export type PeopleBranch = Omit<PreviewBranch, 'items'> & { items: PeopleItem[] }

interface Of {
  tenant_id: string
  organ_id: string
  matter_key: string
  /** Fen; null where the matter is not about money. */
  amountFen: number | null
}

/** Puts names to the steps: holders of posts today, with whoever acts for them. Each post is asked for once. */
export async function withPeople(
  context: CaseContext,
  row: Of,
  matter: Matter,
  items: readonly PreviewItem[],
  tasks: readonly UserTaskRow[] = [],
): Promise<PeopleItem[]> {
  const naming = await namingOf(context, row)
  const name = async (list: readonly PreviewItem[]): Promise<PeopleItem[]> => {
    const named: PeopleItem[] = []
    for (const item of list) {
      if (item.kind === 'step') named.push(await stepWithPeople(naming, matter, item, tasks))
      else if (item.kind === 'choice' || item.kind === 'parallel') named.push({ ...item, branches: await branches(item.branches) })
      else named.push(item)
    }
    return named
  }
  const branches = async (list: readonly PreviewBranch[]): Promise<PeopleBranch[]> => {
    const named: PeopleBranch[] = []
    for (const branch of list) named.push({ ...branch, items: await name(branch.items) })
    return named
  }
  return name(items)
}

interface Naming {
  ofPost(organId: string, post: string): Promise<Person[]>
  ofUsers(ids: readonly string[]): Promise<Person[]>
  /** Names of those who act for a person at a step now. */
  agentsAt(elementId: string, personId: string): string[]
  organId: string
}

async function namingOf(context: CaseContext, { tenant_id, organ_id, matter_key, amountFen }: Of): Promise<Naming> {
  const agentsOf = await context.tenants.delegations.agents(tenant_id)
  const posts = new Map<string, Person[]>()
  return {
    organId: organ_id,
    async ofPost(organId, post) {
      const key = `${organId}:${post}`
      const known = posts.get(key) ?? (await holders(context, tenant_id, organId, post))
      posts.set(key, known)
      return known
    },
    ofUsers: (ids) => users(context.database).activeStaff(tenant_id, ids),
    agentsAt: (node, personId) =>
      agentsOf(personId, `complete:${node}`, { type: 'task', node, organId: organ_id, matterKey: matter_key, amountFen }).map(
        ({ name }) => name,
      ),
  }
}

async function stepWithPeople(
  naming: Naming,
  matter: Matter,
  { takers, ...step }: PreviewStep,
  tasks: readonly UserTaskRow[],
): Promise<PeopleStep> {
  if (takers === null) return { ...step, people: [], count: 0, each: null, note: null }
  const open = step.state === 'running' ? tasks.filter(({ element_id }) => element_id === step.elementId) : []
  const taken = open.flatMap(({ assignee }) => assignee ?? [])
  const people = new Map<string, Person>()
  const add = (list: readonly Person[]) => list.forEach((one) => people.set(one.id, one))
  if (taken.length > 0 && taken.length === open.length) add(await naming.ofUsers(taken))
  else {
    add(await naming.ofUsers([...takers.users, ...taken]))
    for (const [organId, post] of takers.groups.map((group) => group.split(':')))
      if (organId && post) add(await naming.ofPost(organId, post))
  }
  const known = people.size > 0
  const manifest = matter.matter.tasks[step.elementId]
  if (!known && manifest) add(await naming.ofPost(manifest.organ ?? naming.organId, manifest.post))
  const all = [...people.values()]
  const each = eachOf(manifest, takers, all.length)
  return {
    ...step,
    people: all.slice(0, MAX_SHOWN).map((one) => ({ ...one, agents: naming.agentsAt(step.elementId, one.id) })),
    count: all.length,
    each,
    note: noteOf(matter, step.elementId, { known, count: all.length }),
  }
}

/** 会签, 依次 and 票签 ask each of those who are found; of 或签 one is enough. */
function eachOf(manifest: TaskManifest | undefined, { instances }: Takers, people: number): number | null {
  if (instances === 1 || manifest?.approval?.mode === 'any') return null
  return instances ?? (manifest?.approval && people > 1 ? people : null)
}

function noteOf(matter: Matter, elementId: string, { known, count }: { known: boolean; count: number }): string | null {
  const manifest = matter.matter.tasks[elementId]
  if (!manifest) return count === 0 ? '办理人待定' : null
  if (count === 0) return `“${postName(manifest.post)}”岗位暂无任职人员`
  if (known || manifest.assignedBy === undefined) return null
  const [naming] = Object.entries(matter.matter.tasks).find(([, { people }]) => people && Object.hasOwn(people, manifest.assignedBy!)) ?? []
  return naming ? `由“${elementName(matter, naming)}”环节从中指定` : '由前面的环节从中指定'
}
