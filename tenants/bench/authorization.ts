import { parseArgs } from 'node:util'
import { migrate, openDatabase, organs, policies, type Database } from '@lianban/storage'
import { number, table, times } from '@lianban/storage/bench'
import type { Caller } from '@lianban/tenants'
import { openTenantRules, type BenchRules } from '@lianban/tenants/bench'

/*
 * Decisions per second with many rules and users, beside Casbin's own `enforceSync` with the same model, rules, scopes
 * and conditions. The answers of both are compared; a difference ends the run.
 */

const TENANT = 'county'
const ORGANS = 200
const POSTS = 400
/** Casbin takes milliseconds for each; enough for a steady mean. */
const CASBIN_QUESTIONS = 150
const WARM_UP = 20_000
const MS_PER_S = 1000

/** A generator of whole numbers below `n` that gives the same row in every run. */
function seeded(seed: number): (n: number) => number {
  let state = seed
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
}

export async function authorization(args: string[]): Promise<string> {
  const { values } = parseArgs({
    args,
    options: {
      rules: { type: 'string', default: '10000' },
      users: { type: 'string', default: '5000' },
      questions: { type: 'string', default: '400000' },
    },
  })
  const [rules, users, questions] = [Number(values.rules), Number(values.users), Number(values.questions)]
  const database = openDatabase('sqlite::memory:')
  await migrate(database)
  const pick = seeded(7)
  await fill(database, rules, pick)
  const loadedFrom = performance.now()
  const opened = await openTenantRules(database, TENANT)
  const loadMs = performance.now() - loadedFrom
  const callers = Array.from({ length: users }, (_, i) => aCaller(i, pick))
  const text = measure(opened, callers, questions, pick)
  await database.destroy()
  return `${number(rules)} rules, ${number(users)} users, ${number(ORGANS)} organs, ${number(POSTS)} posts; loading and indexing ${number(loadMs)} ms\n\n${text}`
}

const ACTIONS = ['list|read', 'claim|release', 'complete:Task_Audit', 'complete:*', 'read', 'list|read|claim']
const SCOPES = ['organ', 'organ_tree', 'assigned', 'participant', 'tenant']

async function fill(database: Database, count: number, pick: (n: number) => number): Promise<void> {
  for (let i = 0; i < ORGANS; i++) {
    const parent_id = i === 0 ? null : `o${Math.floor((i - 1) / 4)}`
    await organs(database).upsert({
      tenant_id: TENANT,
      id: `o${i}`,
      name: `单位${i}`,
      short_name: `单位${i}`,
      kind: 'department',
      parent_id,
      valid_from: null,
      valid_until: null,
      successor_id: null,
      sort: i,
    })
  }
  const rows = Array.from({ length: count }, (_, i) => ({
    tenant_id: TENANT,
    id: `r${i}`,
    source: 'bench',
    ptype: 'p' as const,
    role: `post${pick(POSTS)}`,
    type: pick(2) === 0 ? 'case' : 'task',
    actions: ACTIONS[pick(ACTIONS.length)]!,
    scope: SCOPES[pick(SCOPES.length)]!,
    condition_name: 'always',
    effect: 'allow' as const,
  }))
  const links = ['case', 'task'].map((type) => ({ ...rows[0]!, id: `g2:${type}:any`, ptype: 'g2' as const, role: type, type: 'any' }))
  await policies(database).replaceSource(TENANT, 'bench', [...rows, ...links])
}

function aCaller(i: number, pick: (n: number) => number): Caller {
  const held = Array.from({ length: 1 + pick(2) }, () => ({ organId: `o${pick(ORGANS)}`, post: `post${pick(POSTS)}` }))
  return {
    tenantId: TENANT,
    userId: `u${i}`,
    name: `u${i}`,
    kind: 'staff',
    posts: held.map((post) => ({ ...post, organName: post.organId })),
    groups: held.map(({ organId, post }) => `${organId}:${post}`),
  }
}

type Question = Parameters<BenchRules['decide']>

function aQuestion(callers: readonly Caller[], pick: (n: number) => number): Question {
  const caller = callers[pick(callers.length)]!
  const near = caller.posts[pick(caller.posts.length)]!
  const type = pick(2) === 0 ? ('case' as const) : ('task' as const)
  const organId = pick(2) === 0 ? near.organId : `o${pick(ORGANS)}`
  const action = (['read', 'list', 'claim', 'complete:Task_Audit'] as const)[pick(4)]!
  const resource = {
    type,
    organId,
    applicantId: `u${pick(callers.length)}`,
    assignee: null,
    candidateGroups: [`${near.organId}:post${pick(POSTS)}`],
    node: 'Task_Audit',
    participants: {},
    parties: {},
    separation: {},
  }
  return [caller, action, resource]
}

function measure(rules: BenchRules, callers: readonly Caller[], count: number, pick: (n: number) => number): string {
  const asked = Array.from({ length: count }, () => aQuestion(callers, pick))
  for (const question of asked.slice(0, WARM_UP)) rules.decide(...question)
  const times_ms = new Float64Array(count)
  let allowed = 0
  for (let i = 0; i < count; i++) {
    const from = performance.now()
    if (rules.decide(...asked[i]!)) allowed += 1
    times_ms[i] = performance.now() - from
  }
  const sorted = times_ms.slice().sort()
  const from = performance.now()
  for (const question of asked) rules.decide(...question)
  const perSecond = (count / (performance.now() - from)) * MS_PER_S
  const casbin = casbinPerSecond(rules, asked.slice(0, CASBIN_QUESTIONS))
  const percentile = (share: number) => `${(1000 * sorted[Math.floor(share * (count - 1))]!).toFixed(1)} µs`
  const head = ['decisions', 'per second', 'mean', 'p50', 'p99', 'p99.9']
  const rows = [
    ['ours', number(perSecond), `${(1e6 / perSecond).toFixed(1)} µs`, percentile(0.5), percentile(0.99), percentile(0.999)],
    ['casbin enforceSync', number(casbin), `${(MS_PER_S / casbin).toFixed(1)} ms`, '–', '–', '–'],
  ]
  return `${table(head, rows)}\n\n${times(perSecond, casbin)} casbin; ${number((100 * allowed) / count)} % of ${number(count)} questions allowed; the first ${CASBIN_QUESTIONS} answers of both compared`
}

function casbinPerSecond(rules: BenchRules, asked: readonly Question[]): number {
  const from = performance.now()
  const answers = asked.map((question) => rules.enforceSync(...question))
  const took = performance.now() - from
  asked.forEach((question, i) => {
    if (rules.decide(...question) !== answers[i]) throw new Error(`casbin and the index answer differently: ${JSON.stringify(question)}`)
  })
  return (asked.length / took) * MS_PER_S
}
