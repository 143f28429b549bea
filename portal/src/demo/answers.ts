import { type Answers, type Dice, type Known, personName } from '@lianban/processes/try-out'
import { plusDays } from '@lianban/processes'
import type { Applicant, Firm } from './applicants.ts'
import { DEFECTS, OPINIONS } from './conduct.ts'

const rows = (dice: Dice, most: number, row: () => Record<string, unknown>) => Array.from({ length: dice.whole(1, most) }, row)
const later = ({ dice, today }: Known, least: number, most: number): string => plusDays(today, dice.whole(least, most))
/** That day, or the first working day after it. */
function nextWorkday(day: string, { isWorkday }: Known): string {
  let on = day
  while (!isWorkday(on)) on = plusDays(on, 1)
  return on
}
const someone = ({ dice }: Known): string => personName(dice)

/** Application forms: the applicant and his firm. */
export const applicantAnswers = ({ name, citizenId, phone }: Applicant, firm: Firm): Answers => ({
  operatorName: () => firm.name,
  unitName: () => firm.name,
  creditCode: () => firm.creditCode,
  legalRepresentative: () => name,
  citizenId: () => citizenId,
  phone: () => phone,
  address: () => firm.address,
  area: ({ dice }) => dice.whole(35, 320),
  signArea: ({ dice }) => dice.whole(2, 9),
  premisesArea: ({ dice }) => dice.whole(40, 260),
  width: ({ dice }) => dice.whole(20, 60) / 10,
  height: ({ dice }) => dice.whole(8, 16) / 10,
  depth: ({ dice }) => dice.whole(8, 25) / 10,
  rooms: ({ dice }) => dice.whole(4, 30),
  diners: ({ dice }) => dice.whole(40, 600),
  capacity: ({ dice }) => dice.whole(4, 20) * 10,
  staffCount: ({ dice }) => dice.whole(3, 30),
  businessForm: ({ dice }) => dice.weighted({ 餐饮服务经营者: 80, 食品销售经营者: 15, 集中用餐单位食堂: 5 }),
  website: () => '本地外卖平台',
  safetyManager: someone,
  hygieneManager: someone,
  principal: someone,
  schoolName: () => firm.name.replace(/(培训学校|艺术培训中心|外语培训学校)?有限公司$/, '培训学校'),
  staff: (known) =>
    rows(known.dice, 4, () => ({
      name: someone(known),
      position: known.dice.pick(['厨师', '服务员', '面点师', '收银员']),
      healthCertificateNo: `JK2026${known.dice.whole(10_000, 99_999)}`,
    })),
  managers: (known) => rows(known.dice, 3, () => ({ name: someone(known), position: known.dice.pick(['总经理', '业务经理', '财务主管']) })),
  teachers: (known) =>
    rows(known.dice, 4, () => ({
      name: someone(known),
      certificateNo: `JS2026${known.dice.whole(10_000, 99_999)}`,
      course: known.dice.pick(['美术', '舞蹈', '编程', '书法', '篮球']),
    })),
  registeredCapital: ({ dice }) => `${dice.whole(20, 80) * 100_000}.00`,
  scopeText: ({ dice }) => dice.pick(['生产操作和后勤保障岗位', '物业、保洁和餐饮服务岗位', '电子装配流水线操作岗位']),
  purpose: ({ dice }) => dice.pick(['供水管网改造', '通信光缆敷设', '燃气管道接入小区', '沿街店面装修临时围挡']),
  startsOn: (known) => later(known, 10, 25),
  endsOn: ({ dice, today, values }) => plusDays(typeof values.startsOn === 'string' ? values.startsOn : today, dice.whole(40, 300)),
  plateNo: ({ dice }) => `苏H${dice.whole(10_000, 99_999)}`,
  tankVolume: ({ dice }) => dice.whole(3, 15),
  driver: someone,
  escort: someone,
  route: ({ dice }) => dice.pick(['鹤湾镇奶站至县乳品厂', '莲湖镇奶牛场至县乳品厂']),
  town: ({ dice, options }) => dice.pick(options),
  projectName: ({ dice }) => dice.pick(['农产品冷藏保鲜库', '粮食烘干中心', '村级综合服务中心', '果蔬分拣车间']),
  landArea: ({ dice }) => dice.whole(10, 60) * 100,
  floorArea: ({ dice }) => dice.whole(6, 40) * 100,
  storeys: ({ dice }) => dice.whole(1, 3),
  cause: ({ dice }) => dice.pick(['经营场所门牌号码调整', '经营者更换负责人', '证照不慎遗失', '停止经营']),
  facts: () => '日常检查中发现经营场所已经停止经营三个月以上,经公告仍未恢复。',
  grounds: () => '据以许可的客观情况发生重大变化。',
})

/** The branches of an examination that an official of the matter usually takes. */
const BRANCHES: Record<string, Record<string, number>> = {
  'road-occupation-permit': { 'consult,site-check': 60, consult: 40 },
  'private-school-permit': { 'expert,consult,site-check': 50, 'expert,site-check': 50 },
  'outdoor-advertising-permit': { '': 50, 'site-check': 25, consult: 25 },
}
const USUAL_BRANCHES = { 'site-check': 75, '': 25 }

/** What an official comes to: of what can be chosen, by weight. */
const CONCLUSIONS: Record<string, number> = {
  ...{ 符合: 92, 不符合: 8, 同意: 92, 有条件同意: 8, 通过: 92, 修改后通过: 8 },
  ...{ 合格: 92, 不合格: 8, 建议准予许可: 95, 建议不予许可: 5 },
}

/** Forms of steps: an official at his desk or on site. @param matter its key   @param receiver who gets the papers */
export const officialAnswers = (matter: string, receiver: string): Answers => ({
  finding: ({ dice }) => dice.pick(['申请材料齐全,内容相符', '材料内容与现场条件相符,符合规定', '经审查,申请符合法定条件']),
  branches: ({ dice }) => {
    const chosen = dice.weighted(BRANCHES[matter] ?? USUAL_BRANCHES) ?? ''
    return chosen === '' ? [] : chosen.split(',')
  },
  // Any of those who hold the post, not always the first.
  officerA: ({ dice, options }) => (options.length > 0 ? dice.pick(options) : undefined),
  officerB: ({ dice, options, values }) => dice.pick(options.filter((one) => one !== values.officerA)),
  inspectorA: ({ dice, options }) => (options.length > 0 ? dice.pick(options) : undefined),
  inspectorB: ({ dice, options, values }) => dice.pick(options.filter((one) => one !== values.inspectorA)),
  inspectedOn: ({ today }) => today,
  standard: () => 'GB 19301 食品安全国家标准 生乳',
  object: () => '奶罐及运输车辆',
  result: () => '奶罐内壁光滑,无残留,隔热和密封良好,温度记录装置有效。',
  agreed: () => true,
  siteDate: (known) => later(known, 1, 3),
  checkedOn: ({ today }) => today,
  deliveredOn: ({ today }) => today,
  // Whom a paper is handed to, or to which authority a case is sent.
  receiver: ({ values }) => (values.method === undefined ? '淮安市市场监督管理局' : receiver),
  method: ({ dice }) => dice.weighted({ 窗口领取: 55, 邮寄送达: 25, 电子送达: 20 }),
  mailNo: ({ dice }) => `EMS${dice.whole(1_000_000_000, 9_999_999_999)}CN`,
  conclusion: ({ dice, options }) =>
    dice.weighted(Object.fromEntries(Object.entries(CONCLUSIONS).filter(([one]) => options.includes(one)))),
  note: () => '操作间与仓库没有分隔,要求整改后复查。',
  text: ({ dice }) => dice.pick(['没有不同意见,请按规定办理。', '原则同意,施工期间做好围挡和疏导。']),
  kind: ({ dice }) => dice.pick(['inspection', 'testing', 'appraisal', 'expert-review']),
  plannedEnd: (known) => later(known, 8, 20),
  reason: () => '需要由有资质的机构检验,结论作为审查依据。',
  reasons: ({ dice }) => dice.pick(['申请事项直接涉及相邻单位的重大利益。', '拟不予许可,依法告知听证权利。']),
  interested: () => '相邻商户',
  // A hearing is held on a working day.
  day: (known) => nextWorkday(later(known, 13, 18), known),
  place: () => '三湖县政务服务中心二楼听证室',
  recorder: someone,
  attendees: () => '申请人、利害关系人代表、审查人员',
  statements: () => '申请人陈述了理由并提交了补充说明,利害关系人没有反对。',
  summary: () => '各方对事实没有争议,建议依法作出决定。',
  items: ({ dice }) => [{ text: dice.pick(DEFECTS.form) }],
  statementResult: ({ dice }) => dice.pick(['未在规定期限内提出陈述、申辩意见。', '持证人的意见已经记录,经复核不予采纳。']),
  opinion: ({ dice }) => dice.pick(OPINIONS.primary),
})
