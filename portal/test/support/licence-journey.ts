import { ApiClient, type Answer } from './api-client.ts'

/** The smallest PDF that is one: handed in as every material. */
export const PDF = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n' +
    'xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n',
)

/** A form that is right in every field. */
export const FORM = {
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

export const SITE_CHECK = {
  checkedOn: '2026-11-24',
  premises: '符合',
  layout: '符合',
  facilities: '符合',
  system: '符合',
  health: '符合',
  conclusion: '符合',
}

const REQUIRED_MATERIALS = ['identity', 'floor-plan', 'safety-system', 'health-certificates']
/** Bounded waits of a test that talks to a real process: the worker prints in the background. */
const POLL_MS = 200
const POLL_LIMIT = 300

export interface InboxItem {
  taskId: string
  elementId: string
  name: string
  caseId: string
}

/** Uploads one file for each material that must be there. */
export async function materials(applicant: ApiClient): Promise<Record<string, string[]>> {
  const entries = REQUIRED_MATERIALS.map(async (key) => {
    const { status, body } = await applicant.upload(`${key}.pdf`, PDF)
    if (status !== 201) throw new Error(`upload: ${status} ${JSON.stringify(body)}`)
    return [key, [body.fileId]] as [string, string[]]
  })
  return Object.fromEntries(await Promise.all(entries))
}

export async function apply(applicant: ApiClient, form: Record<string, unknown> = FORM): Promise<{ caseId: string; caseNo: string }> {
  const answer = await applicant.post<{ caseId: string; caseNo: string }>('/api/cases', {
    matterKey: 'food-business-licence',
    form,
    materials: await materials(applicant),
  })
  if (answer.status !== 201) throw new Error(`apply: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** The person's to-do of a case, once it is there. */
/** @param name tells it from others of the same step, which several are to be done of */
export async function waitForTask(person: ApiClient, caseId: string, elementId: string, name?: string): Promise<InboxItem> {
  return until(`${name ?? elementId} of ${caseId}`, async () => {
    const { body } = await person.get<{ items: InboxItem[] }>('/api/inbox?limit=200')
    return body.items.find((item) => item.caseId === caseId && item.elementId === elementId && (name ?? item.name) === item.name)
  })
}

export async function until<T>(what: string, look: () => Promise<T | undefined | null | false>): Promise<T> {
  for (let i = 0; i < POLL_LIMIT; i++) {
    const found = await look()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  throw new Error(`waited in vain for ${what}`)
}

/** Claims the step and completes it. @param name as for `waitForTask` */
export async function work(
  person: ApiClient,
  caseId: string,
  elementId: string,
  completion: Record<string, unknown>,
  name?: string,
): Promise<Answer> {
  const { taskId } = await waitForTask(person, caseId, elementId, name)
  await person.post(`/api/tasks/${taskId}/claim`)
  const answer = await person.post(`/api/tasks/${taskId}/complete`, completion)
  if (answer.status !== 200) throw new Error(`${elementId}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer
}

/** The review and the check on site: the audit is next. */
export async function reviewAndSiteCheck(url: string, caseId: string): Promise<void> {
  const handler = await ApiClient.login(url, 'chengban')
  await work(handler, caseId, 'Task_Review', {
    action: 'submit',
    form: { finding: '申请材料齐全,经营项目与设施相符', siteDate: '2026-11-25', officerA: 'takan1', officerB: 'takan2' },
  })
  for (const [account, element] of [
    ['takan1', 'Task_SiteCheckA'],
    ['takan2', 'Task_SiteCheckB'],
  ] as const) {
    await work(await ApiClient.login(url, account), caseId, element, { action: 'submit', form: SITE_CHECK })
  }
}

/** From the review to the decision, by the people of the sample county. */
export async function examine(url: string, caseId: string): Promise<void> {
  await reviewAndSiteCheck(url, caseId)
  await work(await ApiClient.login(url, 'shenhe'), caseId, 'Task_Audit', { action: 'pass', opinion: '同意' })
}
