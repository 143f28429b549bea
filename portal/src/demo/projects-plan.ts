/*
 * The county's projects of the month, the months of the operation, and the special fund. Data only; money in yuan.
 */

/** How far a project is meant to come. */
export type ProjectAim = 'pool' | 'merged' | 'review' | 'tender' | 'design' | 'contract' | 'accepted'

export interface PlannedProject {
  name: string
  kind: 'informatisation' | 'construction'
  /** Who applies for it: user name of its officer. */
  officer: string
  aim: ProjectAim
  /** Day of the month on which it is asked for. */
  fromDay: number
  need: string
  reuse: string
  content: string
  performance: string
  /** Yuan, whole. */
  estimate: number
  /** What it is bought for; only where it is bought. */
  purchase?: { category: 'goods' | 'services' | 'works'; budget: number; bid: number; contractNo: string; supplier: Supplier }
}

interface Supplier {
  name: string
  /** Good check characters; nobody's. */
  code: string
  /** Organ of the county's directory, where it is one. */
  organ?: string
}

const CABLE: Supplier = { name: '三湖县广播电视信息网络有限公司', code: '91320899MA1ABCDE8N', organ: 'yx' }
const BUILDER: Supplier = { name: '三湖智联信息技术有限公司', code: '91320899MA1XYX1272' }

export const PROJECTS: readonly PlannedProject[] = [
  {
    ...{
      name: '重点排污单位在线监测平台',
      kind: 'informatisation',
      officer: 'hbj-xiangmu',
      aim: 'accepted',
      fromDay: 0,
      estimate: 1_850_000,
    },
    ...{ need: '对二十四家重点排污单位的废水、废气排放口进行在线监测', reuse: '政务云、法人库、公共信息平台' },
    ...{ content: '监测站点二十四处,监测应用一套', performance: '重点排污单位在线监测全覆盖,数据有效传输率百分之九十五以上' },
    purchase: { category: 'goods', budget: 1_800_000, bid: 1_760_000, contractNo: 'HB-2026-011', supplier: BUILDER },
  },
  {
    ...{
      name: '饮用水源地视频监控系统',
      kind: 'informatisation',
      officer: 'hbj-xiangmu',
      aim: 'contract',
      fromDay: 1,
      estimate: 1_280_000,
    },
    ...{ need: '对三处集中式饮用水源地一级保护区进行视频监控', reuse: '公安视频专网、政务云存储' },
    ...{ content: '高清视频点位四十二处,接入县视频共享平台', performance: '饮用水源地一级保护区视频全覆盖' },
    purchase: { category: 'goods', budget: 1_250_000, bid: 1_196_000, contractNo: 'HB-2026-014', supplier: CABLE },
  },
  {
    ...{ name: '智慧工地监管平台', kind: 'informatisation', officer: 'zjj-xiangmu', aim: 'tender', fromDay: 0, estimate: 6_800_000 },
    ...{ need: '在建工地扬尘、塔机和人员实名制统一监管', reuse: '政务云、实名认证、地理信息平台' },
    ...{ content: '监管平台一套,接入在建工地六十处', performance: '在建工地视频和扬尘监测接入率百分之百' },
    purchase: { category: 'services', budget: 6_500_000, bid: 6_320_000, contractNo: 'ZJ-2026-007', supplier: BUILDER },
  },
  {
    ...{ name: '老城区雨污分流改造(一期)', kind: 'construction', officer: 'zjj-xiangmu', aim: 'design', fromDay: 3, estimate: 23_600_000 },
    ...{ need: '老城区七条道路雨污合流,汛期内涝、河道返黑', reuse: '沿用城区排水管网普查成果和地理信息平台' },
    ...{ content: '新建污水管四千六百米、雨水管三千八百米,检查井二百一十座', performance: '消除老城区三处易涝点' },
  },
  {
    ...{
      name: '城市生命线安全监测(二期)',
      kind: 'informatisation',
      officer: 'cgj-xiangmu',
      aim: 'review',
      fromDay: 5,
      estimate: 9_400_000,
    },
    ...{ need: '对燃气、桥梁、供水管网的薄弱部位进行监测预警', reuse: '一期监测中心、政务云、物联网平台' },
    ...{ content: '监测点位三百二十处,预警模型四个', performance: '重要管网和桥梁风险预警覆盖率百分之九十' },
  },
  {
    ...{ name: '公共停车资源共享平台', kind: 'informatisation', officer: 'cgj-xiangmu', aim: 'pool', fromDay: 8, estimate: 3_200_000 },
    ...{ need: '整合城区公共停车场泊位,提供余位查询和诱导', reuse: '政务云、统一支付、地理信息平台' },
    ...{ content: '', performance: '' },
  },
  {
    ...{ name: '环境视频共享平台', kind: 'informatisation', officer: 'hbj-xiangmu', aim: 'merged', fromDay: 4, estimate: 1_500_000 },
    ...{ need: '汇聚全县环保系统已建的各类视频资源', reuse: '公安视频专网' },
    ...{ content: '', performance: '' },
  },
]

/** Days before the month is played: what was concluded and carried out before it came into the register. */
export const BEFORE = { awarded: 190, signed: 180, accepted: 130, trialFrom: 120, trialUntil: 22 } as const

/** The operation that is paid by the month: who files, from which month on, and how it went. */
export const OPERATION = {
  operator: 'youxian',
  firstMonth: '2026-01',
  fee: 850_000,
  /** So many months that are over are filed, for each day that is played. */
  monthsPerDay: 1 / 3,
  reports: [
    { availability: 99.96, outages: 0, outageMinutes: 0, report: '全月无中断,各项服务级别达标' },
    { availability: 99.92, outages: 1, outageMinutes: 34, report: '核心交换机更换中断一次,已提前公告' },
    { availability: 99.78, outages: 2, outageMinutes: 96, report: '光缆被施工挖断两次,均在时限内修复' },
    { availability: 99.95, outages: 1, outageMinutes: 12, report: '存储告警处理一次,未影响业务' },
  ],
} as const

/** The special fund of the year, and who asks for what of it. */
export const FUND = {
  caller: 'zhb-shenhe',
  amount: 3_000_000,
  /** Days for applications. */
  openDays: 25,
  applications: [
    {
      officer: 'hbj-xiangmu',
      name: '河道视频共享接入',
      asked: 680_000,
      granted: 600_000,
      content: '接入河道视频一百二十路',
      target: '重点河道视频全覆盖',
    },
    {
      officer: 'cgj-xiangmu',
      name: '渣土运输车辆监管',
      asked: 920_000,
      granted: 800_000,
      content: '接入渣土车定位二百台,违规识别模型两个',
      target: '渣土车定位接入率百分之百',
    },
    {
      officer: 'zjj-xiangmu',
      name: '既有建筑安全管理',
      asked: 760_000,
      granted: 700_000,
      content: '建立既有建筑安全档案一万二千栋',
      target: '城区自建房安全档案全覆盖',
    },
  ],
} as const

/** Weights of the actions. */
export const PROJECT_WEIGHTS: Record<string, Record<string, number>> = {
  Task_Reuse: { pass: 94, return: 6, merge: 0 },
  Task_Office: { pass: 95, return: 5 },
  Task_Group: { list: 100, pass: 100, refuse: 0 },
  Task_Leader: { pass: 96, return: 4, refuse: 0 },
  Task_LeaderAgrees: { pass: 100, refuse: 0 },
  Task_Upper: { pass: 100, refuse: 0 },
  Task_Desk: { pass: 93, return: 7 },
  Task_Approve: { pass: 100, refuse: 0 },
  Task_Technical: { pass: 93, return: 7 },
  Task_Minutes: { pass: 96, return: 4 },
  Task_Decide: { grant: 96, return: 4, refuse: 0 },
  Task_Method: { pass: 100, drop: 0 },
  Task_Tender: { awarded: 100, failed: 0 },
  Task_Purchase: { awarded: 100, failed: 0 },
  Task_Change: { pass: 100, refuse: 0 },
  Task_Legal: { pass: 93, return: 7 },
  Task_Sign: { sign: 96, pass: 96, return: 4 },
  Task_Lead: { pass: 100, refuse: 0 },
  Task_Supervisor: { pass: 100, refuse: 0 },
  Task_Finance: { pass: 100, return: 0, refuse: 0 },
  Task_Head: { pass: 100, refuse: 0 },
  Task_Treasury: { pass: 100, refuse: 0 },
  Task_Archive: { pass: 94, fail: 6 },
  Task_Security: { pass: 96, fail: 4 },
  Task_Data: { pass: 96, fail: 4 },
  Task_Accept: { pass: 95, return: 5 },
  Task_Confirm: { accept: 94, dispute: 6 },
  Task_Meeting: { uphold: 100, rescore: 0 },
  Task_Check: { pass: 100, suspend: 0 },
  Task_Evidence: { pass: 95, return: 5 },
  Task_Duplicate: { pass: 92, return: 8, merge: 0 },
  Task_Publicity: { pass: 100, objection: 0 },
  Task_MidCheck: { pass: 90, rectify: 10 },
}

/** Rounds that a step of a project, a month or an application lies. */
export const PROJECT_PACE: readonly { weight: number; bounds: readonly [number, number] }[] = [
  { weight: 66, bounds: [0, 1] },
  { weight: 26, bounds: [2, 4] },
  { weight: 8, bounds: [5, 10] },
]

export const PROJECT_OPINIONS: Record<string, readonly string[]> = {
  ...{ pass: ['同意', '经审核,内容完整,同意', '金额和依据相符,同意'], sign: ['同意签订'], reply: ['已按职责审核'] },
  ...{ grant: ['同意批复', '经审查,原则同意'], collect: ['已汇总各使用单位评分'], accept: ['对评分和扣款没有异议'] },
  ...{
    list: ['同意入库', '经领导小组会议研究,同意入库'],
    grant: ['同意批复', '经审查,原则同意'],
    merge: ['并入公安局视频共享平台,不单独立项'],
  },
  'Task_Accept.pass': ['验收合格,同意通过'],
  'Task_Confirm.dispute': ['第二次中断由外力挖断光缆引起,请核对'],
  'Task_Group.pass': ['同意'],
  ...{ return: ['请补充资金来源和数据共享内容', '请细化建设内容后再报', '请核对金额'], fail: ['尚有资料没有移交,整改后再核验'] },
  ...{ issue: ['同意下达'], rectify: ['进度偏慢,请说明原因并加快'] },
}
