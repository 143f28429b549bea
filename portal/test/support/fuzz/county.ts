import pino from 'pino'
import { ApiClient } from '../api-client.ts'
import { apply, FORM, materials, PDF, SITE_CHECK, waitForTask } from '../licence-journey.ts'
import { NORTH, SOUTH, twoCounties, type TwoCounties } from '../two-counties.ts'
import type { Known } from './values.ts'

/** Who asks: every desk, an applicant of another county, and nobody. */
const ACCOUNTS = 'shenqing chuangkou chengban takan1 shenhe pizhun juzhang zhuguan jianjian xitong anquan shenji chengguan'.split(' ')

export interface FuzzedCounty {
  both: TwoCounties
  known: Known
  /** Errors that the server wrote to its log. */
  logged: { requestId?: string; path?: string; err?: { stack?: string } }[]
  /** Sessions of everybody, those that have ended begun anew. */
  sessions(): Promise<Person[]>
}

export interface Person {
  name: string
  client: ApiClient
  /** `type:action` of what some rule lets him do. */
  rights: readonly string[]
}

/** Two counties with something of everything in the first one, and its ids. */
export async function fuzzedCounty(): Promise<FuzzedCounty> {
  const logged: FuzzedCounty['logged'] = []
  const logger = pino({ level: 'error' }, { write: (line: string) => void logged.push(JSON.parse(line) as FuzzedCounty['logged'][number]) })
  // Without Chromium: what prints says so at once.
  const both = await twoCounties(undefined, { logger, env: { CHROMIUM_PATH: '/nowhere/chromium', UPLOAD_MAX_MB: '1' } })
  const clients = new Map<string, ApiClient>()
  const rights = new Map<string, readonly string[]>()
  let isLocked = false
  const sessions = async (): Promise<Person[]> => {
    // Somebody tried a person's passwords: this round is after the lock.
    if (isLocked) both.time.now += 3_600_000
    isLocked = false
    for (const name of [...ACCOUNTS, 'south']) {
      const isOpen = (await clients.get(name)?.get('/api/session'))?.status === 200
      const [username, host] = name === 'south' ? ['shenqing', SOUTH.host] : [name, NORTH.host]
      const client = isOpen ? clients.get(name)! : await ApiClient.login(both.url, username, undefined, host).catch(() => null)
      if (!client) isLocked = true
      else {
        clients.set(name, client)
        rights.set(name, (await client.get<{ rights: string[] }>('/api/session')).body.rights)
      }
    }
    const people = [...clients].map(([name, client]) => ({ name, client, rights: rights.get(name)! }))
    return [...people, { name: 'nobody', client: new ApiClient(both.url, NORTH.host), rights: [] }]
  }
  await sessions()
  return { both, known: await somethingOfEverything(both, clients), logged, sessions }
}

async function somethingOfEverything({ services }: TwoCounties, clients: Map<string, ApiClient>): Promise<Known> {
  const of = (name: string): ApiClient => clients.get(name)!
  const applicant = of('shenqing')
  const cases = [await apply(applicant), await apply(applicant), await apply(applicant)]
  const abroad = await apply(of('south'))
  await services.tenants.supervision.seal(NORTH.id)
  await services.supervision.catchUp(NORTH.id)
  const clerk = of('chuangkou')
  const taskIds = await Promise.all(cases.map(async ({ caseId }) => (await waitForTask(clerk, caseId, 'Task_Intake')).taskId))
  await clerk.post(`/api/tasks/${taskIds[0]}/claim`)
  const ask = async (who: ApiClient, path: string, body: unknown): Promise<string> => {
    const answer = await who.post<{ id?: string }>(path, body)
    if (answer.body.id === undefined) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
    return answer.body.id
  }
  const circulation = await ask(clerk, `/api/cases/${cases[0]!.caseId}/circulations`, { to: { users: ['juzhang'] } })
  const question = await ask(clerk, `/api/tasks/${taskIds[0]}/questions`, { userId: 'juzhang', text: '请问' })
  const card = await ask(of('zhuguan'), '/api/cards', {
    ...{ source: 'manual', colour: 'yellow', organId: 'scjg', caseNo: cases[0]!.caseNo, title: '测试', text: '测试', basis: '测试' },
  })
  const draft = await ask(of('zhuguan'), '/api/studio/drafts', { name: '测试', from: { template: 'dispatch' } })
  const { materials: papers } = (await applicant.get<{ materials: { files: { fileId: string }[] }[] }>(`/api/cases/${cases[0]!.caseId}`))
    .body
  const entries = (await of('jianjian').get<{ items: { id: string }[] }>('/api/supervision/entries?limit=3')).body.items
  const { items: rules } = (await of('jianjian').get<{ items: { rule: unknown }[] }>('/api/rules')).body
  const { content } = (await of('zhuguan').get<{ content: unknown }>('/api/calendar')).body
  const signature = (await clerk.upload<{ signatureId: string }>('s.png', PNG, '/api/signatures')).body.signatureId
  const files = [
    ...papers.flatMap(({ files: some }) => some.map(({ fileId }) => fileId)).slice(0, 3),
    (await applicant.upload('a.pdf', PDF)).body.fileId,
  ]
  const caseIds = [...cases.map(({ caseId }) => caseId), abroad.caseId]
  // People whose sessions are not used: what is done to them ends nothing else.
  const users = ['takan2', 'chujian', 'zhuguan2', 'jianjian2']
  return {
    '': ['scjg', 'chengban', 'food-business-licence', caseIds[0], taskIds[0], 'handler', 'x'],
    ...ids({ cases: caseIds, tasks: taskIds, circulations: [circulation], questions: [question], cards: [card] }),
    ...ids({
      'studio/drafts': [draft],
      files,
      users,
      organs: ['scjg', 'cgj'],
      rules: ['T2', 'T1'],
      'supervision/entries': entries.map(({ id }) => id),
    }),
    ...{
      id: caseIds,
      key: ['food-business-licence', 'c3', 'application'],
      matterKey: ['food-business-licence'],
      caseNo: cases.map(({ caseNo }) => caseNo),
    },
    ...{ taskId: taskIds, taskIds, caseId: caseIds, fileId: files, fileIds: files, userId: users, userIds: users, users, people: users },
    ...{
      from: users,
      to: [...users, 'previous', 'Task_Review', 'Task_Intake'],
      elementId: ['Task_Intake', 'Task_Review'],
      signature: [signature],
    },
    ...{
      organId: ['scjg', 'cgj', 'yx'],
      organIds: ['scjg'],
      organ: ['scjg'],
      parentId: ['scjg', null],
      post: ['handler', 'reviewer', 'window-clerk'],
    },
    ...{
      form: [FORM, SITE_CHECK, {}],
      materials: [await materials(applicant), {}],
      action: ['accept', 'submit', 'pass', 'supplement', 'list'],
    },
    ...{
      rule: rules.map((one) => one.rule ?? one),
      content: [content],
      material: ['identity', 'floor-plan'],
      delegateId: users,
      matters: ['food-business-licence'],
    },
    ...{ name: ['case', 'receipt', '测试'], template: ['dispatch'], draft: [draft], package: ['c3'], about: [caseIds[0], taskIds[0]] },
    ...{
      startsAt: [Date.UTC(2026, 2, 3)],
      endsAt: [Date.UTC(2026, 2, 9)],
      reason: ['测试'],
      text: ['测试'],
      signatureId: [signature],
      on: ['2026-12-01'],
    },
  }
}

/** Ids by the path that they stand in: `{ cases: […] }` is for every path that begins with /api/cases/. */
const ids = (byPlace: Record<string, string[]>): Known =>
  Object.fromEntries(Object.entries(byPlace).map(([place, some]) => [`/api/${place}/`, some]))

/** One black pixel. */
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
