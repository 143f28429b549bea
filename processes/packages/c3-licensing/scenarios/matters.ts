import { fileURLToPath } from 'node:url'
import type { Actor, Scenario } from '@lianban/processes/testing'

/*
 * The matters beside the food licence, and the people of their bureaus; all run on the common model.
 */

export const FOLDER = fileURLToPath(new URL('..', import.meta.url))

const APPLICANT = {
  operatorName: '三湖县湖畔面馆',
  creditCode: '91350100M000100Y43',
  legalRepresentative: '李春华',
  citizenId: '11010519491231002X',
  phone: '13800138000',
  address: '三湖县湖滨路18号',
  truthful: true,
}

/** What an applicant fills in and hands in, by matter. */
export const MATTERS = {
  'public-place-hygiene-permit': {
    organ: 'wjw',
    form: { ...APPLICANT, area: 320, placeKind: '宾馆、旅店', waterSupply: '集中式供水', hygieneManager: '周敏', staffCount: 12 },
    materials: ['identity', 'floor-plan', 'hygiene-test', 'hygiene-system'],
  },
  'outdoor-advertising-permit': {
    organ: 'cgj',
    form: { ...APPLICANT, adKind: '门头招牌', width: 4.5, height: 1.2, startsOn: '2026-11-01', endsOn: '2027-10-31' },
    materials: ['identity', 'effect-drawing', 'premises-right'],
  },
  'road-occupation-permit': {
    organ: 'zjj',
    form: {
      ...APPLICANT,
      workKind: '挖掘',
      area: 60,
      depth: 1.8,
      purpose: '供水管网抢修改造',
      startsOn: '2026-11-01',
      endsOn: '2026-12-31',
    },
    materials: ['identity', 'works-plan', 'site-plan'],
  },
  'private-school-permit': {
    organ: 'jyj',
    form: {
      ...APPLICANT,
      schoolName: '三湖县启智培训学校',
      area: 500,
      courses: ['文化艺术'],
      capacity: 120,
      principal: '章育才',
      teachers: [{ name: '周敏', certificateNo: 'JS-1', course: '美术' }],
    },
    materials: ['identity', 'charter', 'premises-right', 'fire-safety', 'capital', 'qualifications'],
  },
  'labour-dispatch-permit': {
    organ: 'rsj',
    form: {
      ...APPLICANT,
      registeredCapital: '2000000.00',
      premisesArea: 80,
      scopeText: '生产操作和后勤保障岗位',
      managers: [{ name: '周敏', position: '经理' }],
    },
    materials: ['business-licence', 'identity', 'capital', 'premises-right', 'dispatch-system'],
  },
  'raw-milk-transport-permit': {
    organ: 'nw',
    form: {
      ...APPLICANT,
      plateNo: '苏H12345',
      tankMaterial: '食品级不锈钢',
      tankVolume: 8,
      driver: '李湖生',
      escort: '周敏',
      route: '莲湖奶站至县乳品厂',
    },
    materials: ['identity', 'vehicle-licence', 'health-certificates'],
  },
  'rural-planning-permit': {
    organ: 'gtj',
    form: {
      ...APPLICANT,
      town: 'lianhu',
      projectName: '湖滨村文化活动中心',
      projectKind: '乡村公共设施',
      landArea: 800,
      floorArea: 600,
      storeys: 2,
    },
    materials: ['identity', 'village-consent', 'site-plan', 'design'],
  },
} as const

export type MatterKey = keyof typeof MATTERS

/** The people of a bureau by their work. */
export const bureau = (s: Scenario, organ: string) => ({
  clerk: s.person(`${organ}-chuangkou`),
  handler: s.person(`${organ}-chengban`),
  officer: s.person(`${organ}-takan`),
  reviewer: s.person(`${organ}-shenhe`),
  lawyer: s.person(`${organ}-fazhi`),
  approver: s.person(`${organ}-pizhun`),
  leader: s.person(`${organ}-juzhang`),
})

/** Hands in a whole application. @returns the case's id */
export async function handedIn(s: Scenario, key: MatterKey, change: Record<string, unknown> = {}): Promise<string> {
  const { form, materials } = MATTERS[key]
  const applicant = s.person('shenqing')
  const given: Record<string, string[]> = {}
  for (const material of materials) given[material] = [await applicant.uploads()]
  return applicant.submits(key, { ...form, ...change }, given)
}

export const aReview = (branches: string[], more: Record<string, unknown> = {}) => ({ finding: '申请材料齐全,内容相符', branches, ...more })

const SITE_RECORD = { checkedOn: '2026-09-22', ...rated(['premises', 'layout', 'facilities', 'system', 'health']), conclusion: '符合' }

function rated(names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, '符合']))
}

/** Both officers check on site; `change` is what they found that is not as it should be. */
export async function checksOnSite(first: Actor, second: Actor, change: Record<string, unknown> = {}): Promise<void> {
  await first.does('Task_SiteCheckA', 'submit', { form: { ...SITE_RECORD, ...change } })
  await second.does('Task_SiteCheckB', 'submit', { form: { ...SITE_RECORD, ...change } })
}

/** The papers of a decision are made, and everything that follows them of itself. */
export async function papersMade(s: Scenario): Promise<string[]> {
  const names: string[] = []
  for (;;) {
    const made = await s.documents.make()
    if (made.length === 0) return names
    names.push(...made.map(({ name }) => name))
  }
}

/** What a reader sees, without markup. */
export const textOf = (html: string): string =>
  html
    .replace(/<(style|svg|title)[\s\S]*?<\/\1>/g, '')
    .replace(/<\/(div|p|tr|h1|h2|li|dt|dd)>/g, '\n')
    .replace(/<\/t[hd]>/g, '｜')
    .replace(/<[^>]+>/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .join('\n')

export const DELIVERY = { method: '窗口领取', receiver: '李春华', deliveredOn: '2026-10-20' }
