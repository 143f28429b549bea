import { randomUUID } from 'node:crypto'
import { compose, PACKAGES_FOLDER, parseConfig, type Composition } from '@lianban/portal'
import { loadPackages, receiptCode } from '@lianban/processes'
import { issuedNumbers } from '@lianban/storage'
import { SAMPLE_COUNTY } from '@lianban/tenants'
import pino from 'pino'
import { fakeDocumentWorker, TENANT, tinyPdf } from './printing.ts'

/** A person with an open session. */
export interface Seat {
  userId: string
  cookie: string
  csrfToken: string
}

export interface Clerk extends Seat {
  post: string
}

export interface Applicant extends Seat {
  caseId: string
  /** Of the receipt of that case. */
  receipt: string
}

export interface Filled {
  clerks: Clerk[]
  applicants: Applicant[]
  siteOfficers: string[]
}

export interface FillOptions {
  dataDir: string
  clerks: number
  applicants: number
  /** Cases handed in before the load begins, at least one for each applicant. */
  cases: number
}

const BY = { actor: { userId: 'system' } }
const ORGAN = 'scjg'
/** Of a hundred clerks. */
const SHARES: [post: string, share: number][] = [
  ['window-clerk', 45],
  ['handler', 30],
  ['site-officer', 15],
  ['reviewer', 5],
  ['approver', 5],
]
const MATERIALS = ['identity', 'floor-plan', 'safety-system', 'health-certificates']
/** Of so many cases one was accepted before the load begins. */
const ACCEPTED_OF = 3
const FORM = {
  ...{ operatorName: '三湖县湖畔面馆', creditCode: '91350100M000100Y43', legalRepresentative: '李春华', citizenId: '11010519491231002X' },
  ...{ phone: '13800138000', address: '三湖县湖滨路18号', area: 85, online: false, businessForm: '餐饮服务经营者' },
  ...{ items: ['热食类食品制售'], safetyManager: '周敏', truthful: true },
  staff: [{ name: '王小明', position: '厨师', healthCertificateNo: 'JK2026001' }],
}

/** Makes the county, its clerks and applicants with their sessions, and cases that wait at the window; everything by the services themselves. */
export async function fill(options: FillOptions): Promise<Filled> {
  const config = parseConfig({ DATA_DIR: options.dataDir, WORKERS: '0', RATE_LIMIT_PER_MINUTE: '0', SINGLE_SESSION: '0' })
  const services = await compose(config, pino({ level: 'error' }))
  try {
    const posts = SHARES.flatMap(([post, share]) => Array.from({ length: Math.round((options.clerks * share) / 100) }, () => post))
    const clerks = await people(services, 'clerk', posts)
    const applicants = await people(
      services,
      'applicant',
      Array.from({ length: options.applicants }, () => null),
    )
    const printer = await printerOf(services)
    const windows = clerks.filter((_, i) => posts[i] === 'window-clerk')
    const cases = new Map<string, string>()
    for (let i = 0; i < Math.max(options.cases, options.applicants); i++) {
      const { userId } = applicants[i % applicants.length]!
      const caseId = await handIn(services, userId)
      cases.set(userId, caseId)
      await printer.make(caseId)
      if (i % ACCEPTED_OF !== 0) continue
      await accept(services, windows[i % windows.length]!.userId, caseId)
      await printer.make(caseId)
    }
    const receipts = await Promise.all(applicants.map(({ userId }) => receiptOf(services, cases.get(userId)!)))
    return {
      clerks: clerks.map((seat, i) => ({ ...seat, post: posts[i]! })),
      applicants: applicants.map((seat, i) => ({ ...seat, caseId: cases.get(seat.userId)!, receipt: receipts[i]! })),
      siteOfficers: clerks.filter((_, i) => posts[i] === 'site-officer').map(({ userId }) => userId),
    }
  } finally {
    await services.close()
  }
}

async function people({ tenants }: Composition, prefix: string, posts: readonly (string | null)[]): Promise<Seat[]> {
  const users = posts.map((post, i) => ({
    ...{
      tenantId: TENANT,
      id: `${prefix}-${i}`,
      username: `${prefix}-${i}`,
      name: `${prefix === 'clerk' ? '经办' : '申请人'}${i}`,
      by: BY,
    },
    ...{ kind: post === null ? ('applicant' as const) : ('staff' as const), posts: post === null ? [] : [{ organId: ORGAN, post }] },
  }))
  await tenants.users.createDemo(SAMPLE_COUNTY.password, users)
  const seats: Seat[] = []
  for (const { id } of users) {
    const { token, csrfToken } = await tenants.sessions.open(await tenants.users.caller(TENANT, id))
    seats.push({ userId: id, cookie: `lianban_session=${token}`, csrfToken })
  }
  return seats
}

/** Papers are made while the county is filled: none is owed when the load begins. */
async function printerOf({ database, engine, objectsOf }: Composition) {
  const processPackage = (await loadPackages(PACKAGES_FOLDER)).find(({ manifest }) => manifest.key === 'c3')!
  return fakeDocumentWorker({ database, engine, tenantId: TENANT, processPackage, objects: objectsOf(TENANT), caseTasks: {} })
}

async function accept({ cases, tenants }: Composition, userId: string, caseId: string): Promise<void> {
  const caller = await tenants.users.caller(TENANT, userId)
  const task = (await cases.get(caller, caseId)).currentTasks.find(({ elementId }) => elementId === 'Task_Intake')!
  await cases.claim(caller, task.taskId)
  await cases.completeTask(caller, task.taskId, { action: 'accept', idempotencyKey: randomUUID() })
}

async function handIn({ cases, tenants, objectsOf }: Composition, userId: string): Promise<string> {
  const caller = await tenants.users.caller(TENANT, userId)
  const { sha256, size } = await objectsOf(TENANT).put(tinyPdf('material'))
  const materials: Record<string, string[]> = {}
  for (const key of MATERIALS) {
    const { fileId } = await cases.registerUpload(caller, { sha256, size, mediaType: 'application/pdf', name: `${key}.pdf` })
    materials[key] = [fileId]
  }
  const { caseId } = await cases.submit(caller, { matterKey: 'food-business-licence', form: FORM, materials, idempotencyKey: randomUUID() })
  return caseId
}

async function receiptOf({ database }: Composition, caseId: string): Promise<string> {
  const number = (await issuedNumbers(database).forCase(TENANT, caseId)).find(
    ({ kind, query_code }) => kind === 'case' && query_code !== null,
  )
  return receiptCode(number!.number, number!.query_code!)
}
