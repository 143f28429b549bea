/*
 * The main job of the API by a client that knows nothing but the OpenAPI file: its types are made from that (schema.d.mts is
 * written by the test). From the catalogue to the licence in the holder's hands.
 *
 *   node main-job.mjs <url of the server>
 */
import { randomUUID } from 'node:crypto'
import createClient from 'openapi-fetch'
import type { components, paths } from './schema.d.mts'

type Values = Record<string, string | number | boolean | string[] | Record<string, string>[]>
type InboxItem = components['schemas']['InboxItem']

/** The smallest PDF that is one: handed in as every material. */
const PDF =
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n' +
  'xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n'

const FORM: Values = {
  operatorName: '三湖县湖畔面馆',
  creditCode: '91350100M000100Y43',
  legalRepresentative: '李春华',
  citizenId: '11010519491231002X',
  phone: '13800138000',
  address: '三湖县湖滨路18号',
  area: 85,
  online: false,
  businessForm: '餐饮服务经营者',
  items: ['热食类食品制售', '自制饮品制售'],
  safetyManager: '周敏',
  staff: [{ name: '王小明', position: '厨师', healthCertificateNo: 'JK2026001' }],
  truthful: true,
}

const SITE_CHECK: Values = {
  checkedOn: '2026-11-24',
  premises: '符合',
  layout: '符合',
  facilities: '符合',
  system: '符合',
  health: '符合',
  conclusion: '符合',
}

const [url] = process.argv.slice(2)
if (url === undefined) throw new Error('usage: main-job.mjs <url>')
const PASSWORD = 'Lianban@2026'
const POLL_MS = 200
const POLL_LIMIT = 300

/** A client with somebody's session: the cookie and the CSRF token go with every call, as the file's security schemes say. */
async function login(username: string) {
  const client = createClient<paths>({ baseUrl: url })
  const { data, error, response } = await client.POST('/api/session', { body: { username, password: PASSWORD } })
  if (!data || !('csrfToken' in data)) throw new Error(`login of ${username}: ${error?.error.code ?? `step ${data?.step}`}`)
  const cookie = response.headers
    .getSetCookie()
    .map((set) => set.split(';')[0])
    .join('; ')
  const { csrfToken } = data
  client.use({
    onRequest({ request }) {
      request.headers.set('Cookie', cookie)
      request.headers.set('X-CSRF-Token', csrfToken)
    },
  })
  return client
}
type Client = Awaited<ReturnType<typeof login>>

/** @throws Error with the stable code where it was refused */
function done<T>({ data, error }: { data?: T; error?: { error: { code: string; message: string } } }): T {
  if (error) throw new Error(`${error.error.code} ${error.error.message}`)
  return data!
}

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (let i = 0; i < POLL_LIMIT; i++) {
    const found = await look()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  throw new Error(`waited in vain for ${what}`)
}

async function upload(client: Client, name: string): Promise<string> {
  const file = new Blob([PDF], { type: 'application/pdf' })
  const { fileId } = done(
    await client.POST('/api/uploads', {
      body: { file: '' },
      bodySerializer: () => {
        const form = new FormData()
        form.append('file', file, name)
        return form
      },
    }),
  )
  return fileId
}

async function apply(applicant: Client): Promise<string> {
  const { items } = done(await applicant.GET('/api/matters'))
  const chosen = items.find(({ key }) => key === 'food-business-licence')!
  const matter = done(await applicant.GET('/api/matters/{key}', { params: { path: { key: chosen.key } } }))
  const materials: Record<string, string[]> = {}
  // One paper is asked for by what the form says: where somebody touches food.
  const isNeeded = ({ key, required }: (typeof matter.materials)[number]) => required || key === 'health-certificates'
  for (const { key } of matter.materials.filter(isNeeded)) materials[key] = [await upload(applicant, `${key}.pdf`)]
  const { caseId } = done(
    await applicant.POST('/api/cases', {
      params: { header: { 'Idempotency-Key': randomUUID() } },
      body: { matterKey: chosen.key, form: FORM, materials },
    }),
  )
  return caseId
}

/** Waits for a step of the case in the person's inbox, claims it and completes it by an action that it offers. */
async function work(username: string, caseId: string, elementId: string, action: string, form?: Values, opinion?: string) {
  const client = await login(username)
  const mine = async (): Promise<InboxItem | undefined> =>
    done(await client.GET('/api/inbox', { params: { query: { limit: 200 } } })).items.find(
      (item) => item.caseId === caseId && item.elementId === elementId,
    )
  const { taskId } = await until(elementId, mine)
  const path = { id: taskId }
  const { actions } = done(await client.GET('/api/tasks/{id}', { params: { path } }))
  if (!actions.some(({ key }) => key === action)) throw new Error(`${elementId} does not offer ${action}`)
  done(await client.POST('/api/tasks/{id}/claim', { params: { path } }))
  const header = { 'Idempotency-Key': randomUUID() }
  done(await client.POST('/api/tasks/{id}/complete', { params: { path, header }, body: { action, form, opinion } }))
}

const applicant = await login('shenqing')
const caseId = await apply(applicant)
await work('chuangkou', caseId, 'Task_Intake', 'accept')
await work('chengban', caseId, 'Task_Review', 'submit', {
  ...{ finding: '申请材料齐全,经营项目与设施相符', siteDate: '2026-11-25', officerA: 'takan1', officerB: 'takan2' },
})
await work('takan1', caseId, 'Task_SiteCheckA', 'submit', SITE_CHECK)
await work('takan2', caseId, 'Task_SiteCheckB', 'submit', SITE_CHECK)
await work('shenhe', caseId, 'Task_Audit', 'pass', undefined, '同意')
await work('pizhun', caseId, 'Task_Decide', 'grant')
await work('chujian', caseId, 'Task_Deliver', 'deliver', { method: '窗口领取', receiver: '李春华', deliveredOn: '2026-11-24' })

const licence = await until('the licence', async () => {
  const { items } = done(await applicant.GET('/api/licences', { params: { query: { view: 'mine' } } }))
  for (const { id } of items) {
    const detail = done(await applicant.GET('/api/licences/{id}', { params: { path: { id } } }))
    if (detail.document) return { ...detail, document: detail.document }
  }
  return undefined
})
const { data } = await applicant.GET('/api/files/{id}', { params: { path: { id: licence.document.id } }, parseAs: 'arrayBuffer' })
const bytes = Buffer.from(data!)
const { status } = done(await applicant.GET('/api/cases/{id}', { params: { path: { id: caseId } } }))
console.log(
  JSON.stringify({ status, licenceNo: licence.licenceNo, standing: licence.standing, magic: bytes.subarray(0, 5).toString('latin1') }),
)
