import { insertRows, userTasks, type CaseRow, type Database, type UserTaskRow } from '@lianban/storage'

/*
 * Cases of a county, by the seed always the same: open ones wait for clerks, closed ones have left their lines. Nothing is played: rows
 * are written as the engine and the case service write them.
 */

/** Of one post in one organ: they share what nobody has taken yet. */
const CLERKS_OF_GROUP = 5
const GROUPS_OF_ORGAN = 20
/** So many to-dos has each clerk: his own, and the free ones of his group. */
export const OWN_TASKS = 10
export const FREE_TASKS = 20
const TASKS_OF_GROUP = CLERKS_OF_GROUP * OWN_TASKS + FREE_TASKS
/** At the most, as closed cases grow and the staff does not: 1,000 clerks with 14,000 open tasks. */
const MAX_GROUPS = 200
/** Of a small county, so many of a thousand cases are open. */
const SMALL_COUNTY_OPEN = 0.28
const CHUNK = 2_000
const STEPS = ['受理审查', '审查', '现场核查', '审核', '决定', '送达']
const SURNAMES = [...'王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗高']
const WORDS = [...'湖滨万家乐福春华秋实永兴长安和顺金禾绿源']
const FORM = {
  creditCode: '91350100M000100Y43',
  address: '湖滨路 1 号',
  businessForm: '餐饮服务经营者',
  items: ['热食类食品制售'],
  staff: [],
}
const DAY_MS = 86_400_000
const YEAR_MS = 365 * DAY_MS

export interface TownOptions {
  database: Database
  tenantId: string
  /** How many there are in all. */
  cases: number
  seed: number
  /** The instant at which all this is so; epoch milliseconds. */
  now: number
  matters: { key: string; version: number; name: string }[]
}

export interface Clerk {
  id: string
  organId: string
  group: string
}

/** Numbers in [0, 1) that a seed gives (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Writes the cases. @returns the clerks whose inboxes hold the open ones */
export async function fillTown({ database, tenantId, cases, seed, now, matters }: TownOptions): Promise<Clerk[]> {
  const random = dice(seed)
  const groups = Math.max(1, Math.min(MAX_GROUPS, Math.floor((cases * SMALL_COUNTY_OPEN) / TASKS_OF_GROUP)))
  const open = groups * TASKS_OF_GROUP
  const clerks = clerksOf(groups)
  await insertAll(
    database,
    'user_post',
    clerks.map(({ id, organId, group }) => ({
      tenant_id: tenantId,
      user_id: id,
      organ_id: organId,
      post: group,
      held_from: 1,
      held_until: null,
    })),
  )
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  for (let at = 0; at < cases; at += CHUNK) {
    const rows: Rows = { case_file: [], case_event: [], case_participant: [], history_task: [], tasks: [] }
    for (let n = at; n < Math.min(cases, at + CHUNK); n++) {
      // open ones lie among the latest, but not one after the other
      const isOpen = (n * open) % cases < open
      addCase(rows, {
        n,
        isOpen,
        tenantId,
        now,
        random,
        pick,
        clerks,
        groups,
        matter: pick(matters),
        openBefore: Math.floor((n * open) / cases),
        cases,
      })
    }
    await writeRows(database, rows)
  }
  return clerks
}

const clerksOf = (groups: number): Clerk[] =>
  Array.from({ length: groups * CLERKS_OF_GROUP }, (_, n) => {
    const group = Math.floor(n / CLERKS_OF_GROUP)
    const organId = `organ-${Math.floor(group / GROUPS_OF_ORGAN)}`
    return { id: `clerk-${n}`, organId, group: `${organId}:post-${group}` }
  })

interface Rows {
  case_file: object[]
  case_event: object[]
  case_participant: object[]
  history_task: object[]
  tasks: UserTaskRow[]
}

interface Given {
  n: number
  isOpen: boolean
  tenantId: string
  now: number
  random: () => number
  pick: <T>(from: readonly T[]) => T
  clerks: readonly Clerk[]
  groups: number
  matter: { key: string; version: number; name: string }
  /** How many of the cases before this one are open. */
  openBefore: number
  cases: number
}

function addCase(rows: Rows, given: Given): void {
  const { n, isOpen, tenantId, now, random, pick, clerks, matter, cases } = given
  const id = `case-${String(n).padStart(8, '0')}`
  const handedIn = isOpen ? now - random() * 12 * DAY_MS : now - 5 * DAY_MS - ((cases - n) / cases) * 3 * YEAR_MS
  const submitted = Math.floor(handedIn)
  const due = submitted + Math.floor((4 + random() * 20) * DAY_MS)
  // what is decided is spread over the clerks of the group that the open ones belong to
  const group = isOpen ? given.openBefore % given.groups : n % given.groups
  const clerk = clerks[group * CLERKS_OF_GROUP + Math.floor(random() * CLERKS_OF_GROUP)]!
  const applicant =
    random() < 0.3 ? `${pick(SURNAMES)}${pick(WORDS)}${pick(WORDS)}` : `三湖县${pick(WORDS)}${pick(WORDS)}${pick(WORDS)}有限公司`
  const file: CaseRow & { applicant_initials: string } = {
    ...{ tenant_id: tenantId, id, case_no: `320831202611${String(n).padStart(9, '0')}`, instance_id: id },
    ...{ matter_key: matter.key, matter_version: matter.version, matter_name: matter.name },
    ...{ organ_id: clerk.organId, organ_name: '三湖县市场监督管理局', applicant_id: `user-${n % 50_000}`, applicant_name: applicant },
    ...{ applicant_kind: applicant.length < 5 ? 'person' : 'organisation', applicant_initials: 'SHX', form: JSON.stringify(FORM) as never },
    ...{ status: isOpen ? 'accepted' : 'granted', step_name: isOpen ? '审查' : null, submitted_at: submitted, received_at: submitted },
    ...{
      accepted_at: submitted + DAY_MS,
      deemed_accepted: 0 as never,
      decided_at: isOpen ? null : due - DAY_MS,
      closed_at: isOpen ? null : due,
    },
    ...{ intake_due_at: submitted + 5 * DAY_MS, promised_due_at: due, statutory_due_at: due + 10 * DAY_MS, delivery_due_at: null },
    ...{ warn_at: due - DAY_MS, card: null, supplement: null, decision: null },
  }
  rows.case_file.push(file)
  rows.case_participant.push({ tenant_id: tenantId, case_id: id, element_id: 'Task_Intake', user_id: clerk.id, at: submitted + DAY_MS })
  const taskId = `${id}:7`
  rows.case_event.push({
    ...{
      tenant_id: tenantId,
      case_id: id,
      id: '0001',
      at: submitted + DAY_MS,
      type: 'task-completed',
      element_id: 'Task_Intake',
      task_id: taskId,
    },
    ...{ step_name: pick(STEPS), action: 'accept', action_text: '受理', actor_id: clerk.id, actor_name: '王小燕', on_behalf_of: null },
    ...{ opinion: '材料齐全,符合法定形式,同意受理。', started_at: submitted, lamp: 'normal', data: JSON.stringify({ finding: '齐全' }) },
  })
  rows.history_task.push({
    ...{ tenant_id: tenantId, id: taskId, instance_id: id, definition_id: 'd', definition_key: 'licensing', business_key: id },
    ...{ element_id: 'Task_Intake', name: '受理审查', priority: 50, started_at: submitted, ended_at: submitted + DAY_MS },
    ...{ due_at: submitted + 3 * DAY_MS, assignee: clerk.id, delete_reason: '"completed"' },
  })
  if (!isOpen) return
  // of each group's tasks in their order: so many of each clerk's own, then the free ones
  const place = Math.floor(given.openBefore / given.groups) % TASKS_OF_GROUP
  const holder = place < CLERKS_OF_GROUP * OWN_TASKS ? clerks[group * CLERKS_OF_GROUP + (place % CLERKS_OF_GROUP)]!.id : null
  rows.tasks.push({
    ...{ tenant_id: tenantId, id: `${id}:9`, instance_id: id, definition_id: 'd', definition_key: 'licensing', business_key: id },
    ...{ element_id: 'Task_Review', name: pick(STEPS), assignee: holder, candidate_users: [], candidate_groups: [clerk.group] },
    ...{
      created_at: submitted + DAY_MS,
      due_at: random() < 0.9 ? due - 2 * DAY_MS : null,
      follow_up_at: null,
      priority: 50,
      form_key: null,
    },
    ...{ description: null, owner: null, delegation_state: null, updated_at: null, suspended: 0 },
  })
}

async function writeRows(database: Database, { tasks, ...tables }: Rows): Promise<void> {
  await database.transaction(async (tx) => {
    for (const [table, rows] of Object.entries(tables)) await insertAll(tx, table, rows as object[])
    if (tasks.length > 0) await userTasks(tx).insert(tasks)
  })
}

/** As many at once as a statement takes. */
async function insertAll(database: Database, table: string, rows: readonly object[]): Promise<void> {
  for (let at = 0; at < rows.length; at += 500) await insertRows(database, table, rows.slice(at, at + 500))
}
