import { insertRows, newId, type Database, type SupervisionEntryRow } from '@lianban/storage'

const TENANT = 'bench'
const ORGANS = 50
const MATTERS = 20
const OFFICERS = 500
/** Cases that are under way at the same time; a new one begins when one ends. */
const OPEN_CASES = 2_000
/** One case in so many passes a limit. */
const LATE_EVERY = 40
const START = Date.parse('2026-01-05T09:00:00+08:00')
/** A county's day in short: so much time lies between two entries. */
const STEP_MS = 2_000
const CHUNK = 500
const HASH = '0'.repeat(64)

type Told = Pick<SupervisionEntryRow, 'action' | 'subject' | 'organ_id' | 'actor_id'> & { payload: unknown }

const WATCH = {
  name: '食品经营许可',
  promisedDays: 10,
  statutoryDays: 20,
  phases: { Review: 'examination', Decide: 'examination' },
  before: { Review: [], Audit: ['Review'], Decide: ['Audit', 'Review'] },
  names: { Intake: '受理', Review: '审查', Audit: '审核', Decide: '决定' },
  apart: [['Review', 'Audit', 'Decide']],
  materials: {},
  materialNames: {},
  remedies: '可以申请行政复议',
}

/** The entries of one case, one after the other. */
function* aCase(n: number): Generator<Told> {
  const subject = `case:${n}`
  const organ_id = `organ-${n % ORGANS}`
  const tell = (action: string, payload: unknown, officer = 'system'): Told => ({
    action,
    subject,
    organ_id,
    actor_id: officer,
    payload,
  })
  const officer = (step: number) => `officer-${(n * 7 + step) % OFFICERS}`
  const opened = (element: string) =>
    tell('task.opened', {
      task: `${n}-${element}`,
      element,
      step: element,
      phase: 'examination',
      dueAt: START + n * 20_000 + 5 * 86_400_000,
      assignee: null,
    })
  const completed = (element: string, step: number, effect: string | null) =>
    tell(
      'task.completed',
      {
        task: `${n}-${element}`,
        element,
        step: element,
        action: 'pass',
        effect,
        opinion: '材料齐全,符合法定条件',
        record: {},
        decision: null,
      },
      officer(step),
    )
  yield tell(
    'case.submitted',
    { caseNo: `2026${n}`, matter: `matter-${n % MATTERS}`, version: 1, materials: { plan: ['f1'] } },
    `applicant-${n}`,
  )
  yield opened('Intake')
  yield completed('Intake', 0, 'accept')
  yield opened('Review')
  yield completed('Review', 1, null)
  if (n % LATE_EVERY === 0) yield tell('limit.passed', { limit: 'promised' })
  yield completed('Audit', 2, null)
  yield completed('Decide', 3, 'grant')
  yield tell('document.issued', { name: '许可证', number: `JY${n}` })
  yield tell('case.closed', { status: 'granted' })
}

/** The publications that the rules need to know the matters by. */
function* publications(): Generator<Told> {
  for (let n = 0; n < MATTERS; n++)
    yield {
      action: 'matter.published',
      subject: `matter:matter-${n}`,
      organ_id: null,
      actor_id: 'system',
      payload: { version: 1, name: WATCH.name, watch: WATCH },
    }
}

/** Cases that run side by side, for ever. */
function* county(): Generator<Told> {
  yield* publications()
  let next = 0
  const open = Array.from({ length: OPEN_CASES }, () => aCase(next++))
  for (let turn = 0; ; turn = (turn + 1) % open.length) {
    const told = open[turn]!.next()
    if (told.done) open[turn] = aCase(next++)
    else yield told.value
  }
}

/** A sealed log that grows; its hashes mean nothing, since nobody proves it. */
export function logOfCases(database: Database) {
  const told = county()
  let at = START
  let seq = 0
  const next = () => {
    const { payload, ...entry } = told.next().value as Told
    const id = newId()
    at += STEP_MS
    return {
      entry: { tenant_id: TENANT, id, at, ...entry, on_behalf_of: null, payload_hash: HASH, entry_hash: HASH },
      detail: {
        tenant_id: TENANT,
        id,
        actor_name: '某某',
        ip: null,
        payload: JSON.stringify(payload),
        salt: '0'.repeat(32),
      },
      leaf: { tenant_id: TENANT, seq: seq++, id, hash: HASH },
    }
  }
  return {
    tenantId: TENANT,
    /** The instant of the last entry, epoch milliseconds. */
    endsAt: () => at,
    /** Adds so many entries at the log's end; the sealer may go on behind them. */
    async write(entries: number): Promise<void> {
      seq = Number(((await database('supervision_log').where({ tenant_id: TENANT }).first('size')) as { size: number }).size)
      for (let written = 0; written < entries;) {
        const rows = Array.from({ length: Math.min(CHUNK, entries - written) }, next)
        await database.transaction(async (tx) => {
          await insertRows(
            tx,
            'supervision_entry',
            rows.map(({ entry }) => entry),
          )
          await insertRows(
            tx,
            'supervision_detail',
            rows.map(({ detail }) => detail),
          )
          await insertRows(
            tx,
            'supervision_leaf',
            rows.map(({ leaf }) => leaf),
          )
          await tx('supervision_log')
            .where({ tenant_id: TENANT })
            .update({ size: seq, compact_range: JSON.stringify(perfectTrees(seq)) })
        })
        written += rows.length
      }
    },
  }
}

/** A tree of so many leaves has a perfect one for each bit of their number. */
const perfectTrees = (leaves: number): string[] => [...leaves.toString(2)].filter((bit) => bit === '1').map(() => HASH)

/** Who is told of cards: a leader of each organ, three supervisors, two auditors, a security administrator. */
export async function peopleOfCounty(database: Database): Promise<void> {
  const posts = [
    ...Array.from({ length: ORGANS }, (_, n) => ({
      post: 'organ-leader',
      organ_id: `organ-${n}`,
      user_id: `leader-${n}`,
    })),
    ...Array.from({ length: 3 }, (_, n) => ({ post: 'supervisor', organ_id: 'office', user_id: `supervisor-${n}` })),
    ...Array.from({ length: 2 }, (_, n) => ({
      post: 'disciplinary-auditor',
      organ_id: 'discipline',
      user_id: `auditor-${n}`,
    })),
    { post: 'security-admin', organ_id: 'office', user_id: 'security' },
  ]
  const user = ({ user_id }: { user_id: string }) => ({
    tenant_id: TENANT,
    id: user_id,
    username: user_id,
    name: user_id,
    kind: 'staff',
    password_hash: '-',
    created_at: START,
    password_set_at: START,
  })
  await database.transaction(async (tx) => {
    await insertRows(tx, 'user', posts.map(user))
    await insertRows(
      tx,
      'user_post',
      posts.map((post) => ({ tenant_id: TENANT, held_from: START, ...post })),
    )
  })
}
