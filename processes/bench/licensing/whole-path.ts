import { newId } from '@lianban/storage'
import type { Completion } from '@lianban/processes'
import type { Caller } from '@lianban/tenants'
import type { County } from './county.ts'

/*
 * The food business licence, straight to the grant: what its people do, one verb after the other.
 */

export const MATTER = 'food-business-licence'
const MATERIALS = ['identity', 'floor-plan', 'safety-system', 'health-certificates']
const PEOPLE = ['shenqing', 'chuangkou', 'chengban', 'takan1', 'takan2', 'shenhe', 'pizhun', 'chujian'] as const
type Person = (typeof PEOPLE)[number]

const applicationForm = (number: number) => ({
  operatorName: `三湖县湖畔面馆${number}`,
  creditCode: '91350100M000100Y43',
  legalRepresentative: '李春华',
  citizenId: '11010519491231002X',
  phone: '13800138000',
  address: '三湖县莲湖镇湖滨路18号',
  area: 85,
  online: false,
  businessForm: '餐饮服务经营者',
  items: ['热食类食品制售', '自制饮品制售'],
  safetyManager: '周敏',
  staff: [{ name: '李春华', position: '厨师', healthCertificateNo: 'JK2026-0101' }],
  truthful: true,
})

const siteCheck = (day: string) => ({
  checkedOn: day,
  ...{ premises: '符合', layout: '符合', facilities: '符合', system: '符合', health: '符合', conclusion: '符合' },
})

interface Step {
  person: Person
  element: string
  /** Given to the person by name, so nobody has to take it. */
  named?: true
  completion: Omit<Completion, 'idempotencyKey'>
  /** The licence is made when this step's own work is done. */
  certified?: true
}

const steps = (day: string): Step[] => [
  { person: 'chuangkou', element: 'Task_Intake', completion: { action: 'accept' } },
  {
    ...{ person: 'chengban', element: 'Task_Review' },
    completion: {
      action: 'submit',
      form: { finding: '材料齐全,内容相符', siteDate: day, officerA: 'takan1', officerB: 'takan2' },
    },
  },
  { person: 'takan1', element: 'Task_SiteCheckA', named: true, completion: { action: 'submit', form: siteCheck(day) } },
  { person: 'takan2', element: 'Task_SiteCheckB', named: true, completion: { action: 'submit', form: siteCheck(day) } },
  { person: 'shenhe', element: 'Task_Audit', completion: { action: 'pass', opinion: '同意承办意见' } },
  { person: 'pizhun', element: 'Task_Decide', completion: { action: 'grant' }, certified: true },
  {
    ...{ person: 'chujian', element: 'Task_Deliver' },
    completion: { action: 'deliver', form: { method: '窗口领取', receiver: '李春华', deliveredOn: day } },
  },
]

export interface WholePath {
  /** Uploads what so many cases hand in: that comes before a submission. */
  prepare(cases: number): Promise<void>
  /** One case from the application to its archive. @param stage told when a stage is over */
  run(number: number, stage: (name: Stage) => void): Promise<string>
}

export type Stage = 'applied' | 'certified' | 'archived'

/** @param day of the site check and the delivery, `2026-09-18` */
export async function wholePath(county: County, day: string): Promise<WholePath> {
  const people = new Map<Person, Caller>()
  for (const person of PEOPLE) people.set(person, await county.callers(person))
  const path = steps(day)
  const complete = async (caseId: string, { person, element, named, completion }: Step) => {
    const caller = people.get(person)!
    const taskId = county.taskOf(caseId, element)
    if (!named) await county.cases.claim(caller, taskId)
    await county.cases.completeTask(caller, taskId, { ...completion, idempotencyKey: newId() })
    await county.settle(caseId)
  }
  const uploaded: Record<string, string[]>[] = []
  const upload = async () => {
    const materials: Record<string, string[]> = {}
    for (const key of MATERIALS) materials[key] = [await county.upload(people.get('shenqing')!)]
    return materials
  }
  return {
    async prepare(cases) {
      while (uploaded.length < cases) uploaded.push(await upload())
    },
    async run(number, stage) {
      const applicant = people.get('shenqing')!
      const materials = uploaded.pop() ?? (await upload())
      const form = applicationForm(number)
      const { caseId } = await county.cases.submit(applicant, { matterKey: MATTER, form, materials, idempotencyKey: newId() })
      await county.settle(caseId)
      stage('applied')
      for (const step of path) {
        await complete(caseId, step)
        if (step.certified) stage('certified')
      }
      stage('archived')
      return caseId
    },
  }
}
