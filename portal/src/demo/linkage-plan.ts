/*
 * What happens in the towns of the county and is reported to the command centre 大联动指挥中心. Data only.
 */

/** Something that is seen: its category with what people write of it, and what is done about it. */
export interface Sight {
  /** Code of the category. */
  category: string
  weight: number
  where: 'town' | 'country' | 'anywhere'
  summaries: readonly string[]
  measures: readonly string[]
}

export const SIGHTS: readonly Sight[] = [
  {
    ...{ category: 'S0101', weight: 16, where: 'anywhere' },
    summaries: ['垃圾散落,气味较重', '路边垃圾堆积,无人清理', '堆放建筑垃圾', '垃圾房旁垃圾外溢'],
    measures: ['已组织环卫工人清运垃圾一车,地面冲洗干净', '已清理完毕,并加设垃圾桶两只'],
  },
  {
    ...{ category: 'S0102', weight: 8, where: 'town' },
    summaries: ['渣土车抛洒,路面泥土较多', '路面油污明显,容易打滑'],
    measures: ['已用洒水车冲洗路面,并告知施工单位冲洗车轮', '已清扫完毕'],
  },
  {
    ...{ category: 'S0103', weight: 8, where: 'country' },
    summaries: ['河道内水草和漂浮物较多', '河塘水面有生活垃圾'],
    measures: ['已打捞漂浮物,水面整洁', '保洁船已清理河段三百米'],
  },
  {
    ...{ category: 'S0104', weight: 5, where: 'country' },
    summaries: ['有人焚烧稻草,烟雾较大', '有人焚烧枯叶垃圾'],
    measures: ['已到场扑灭,并对当事人批评教育', '火点已熄灭,现场用土掩埋'],
  },
  {
    ...{ category: 'S0201', weight: 6, where: 'town' },
    summaries: ['楼道和电线杆上张贴小广告', '围墙上喷涂办证广告'],
    measures: ['已清除并粉刷', '已铲除,广告号码移交处理'],
  },
  {
    ...{ category: 'S0202', weight: 3, where: 'town' },
    summaries: ['门面上方新装广告牌,未见许可'],
    measures: ['已责令改正,当事人自行拆除'],
  },
  {
    ...{ category: 'S0301', weight: 5, where: 'town' },
    summaries: ['工地土方未覆盖,大风天扬尘明显', '工地出入口没有冲洗设施'],
    measures: ['已覆盖防尘网,恢复喷淋', '已责令整改,冲洗台投入使用'],
  },
  {
    ...{ category: 'S0302', weight: 2, where: 'town' },
    summaries: ['有人开挖人行道埋管,没有出示许可'],
    measures: ['已制止施工,路面恢复平整'],
  },
  {
    ...{ category: 'S0401', weight: 10, where: 'town' },
    summaries: ['流动摊点占道', '摊位占用非机动车道', '店铺出店经营,占用人行道'],
    measures: ['已劝离,人行道恢复通行', '已规范入点经营'],
  },
  {
    ...{ category: 'S0402', weight: 9, where: 'town' },
    summaries: ['车辆停在盲道上', '消防通道口停放面包车', '车辆乱停,影响通行'],
    measures: ['已通知车主驶离', '车辆已驶离,并增设禁停标志'],
  },
  {
    ...{ category: 'S0403', weight: 2, where: 'anywhere' },
    summaries: ['楼顶搭建彩钢瓦房', '院外占地砌墙'],
    measures: ['已责令停工,搭建部分已拆除'],
  },
  {
    ...{ category: 'S0501', weight: 3, where: 'town' },
    summaries: ['自来水管破裂,路面积水', '水管爆裂,水流到路上'],
    measures: ['已关阀抢修,更换管道两米,恢复供水', '管道修复,压力正常,路面已恢复'],
  },
  {
    ...{ category: 'S0503', weight: 2, where: 'anywhere' },
    summaries: ['路面局部塌陷,约半米见方'],
    measures: ['已设围挡,回填夯实后恢复路面'],
  },
  {
    ...{ category: 'S0601', weight: 5, where: 'anywhere' },
    summaries: ['邻里因排水问题争执', '务工人员反映工资未结', '承包田边界有争议'],
    measures: ['已上门调解,双方达成协议', '已约谈用工单位,工资当场结清'],
  },
  {
    ...{ category: 'S0602', weight: 3, where: 'anywhere' },
    summaries: ['小作坊电线私拉乱接', '加工点粉尘较大,未见除尘设施'],
    measures: ['已现场检查并督促整改,隐患消除'],
  },
  { ...{ category: 'S0603', weight: 3, where: 'town' }, summaries: ['楼道堆放杂物,堵塞疏散通道'], measures: ['杂物已清理,通道畅通'] },
  {
    ...{ category: 'B0102', weight: 4, where: 'town' },
    summaries: ['污水井盖破损,有缺口', '污水井盖下沉,车辆经过有响声'],
    measures: ['已更换井盖,周边找平'],
  },
  { ...{ category: 'B0104', weight: 2, where: 'town' }, summaries: ['通信井盖缺失'], measures: ['已通知产权单位补装井盖'] },
  {
    ...{ category: 'B0106', weight: 6, where: 'anywhere' },
    summaries: ['连续三盏路灯不亮', '路灯杆被撞倾斜'],
    measures: ['已更换灯具,恢复亮灯', '灯杆已扶正加固'],
  },
  {
    ...{ category: 'B0201', weight: 5, where: 'anywhere' },
    summaries: ['路面有坑洼,雨后积水', '路面拱起开裂'],
    measures: ['已铣刨修补,路面平整'],
  },
  { ...{ category: 'B0202', weight: 2, where: 'town' }, summaries: ['信号灯不亮'], measures: ['已更换控制模块,信号正常'] },
  { ...{ category: 'B0302', weight: 4, where: 'town' }, summaries: ['垃圾箱满溢', '果皮箱破损'], measures: ['已清空并擦洗', '已更换箱体'] },
  {
    ...{ category: 'B0401', weight: 2, where: 'town' },
    summaries: ['大风吹倒行道树,影响通行'],
    measures: ['已清理倒伏树木,排除危险,补植完成'],
  },
  { ...{ category: 'B0501', weight: 2, where: 'country' }, summaries: ['河边护栏缺失一段'], measures: ['已设警示,护栏修复'] },
]

/** Areas of the map with the share of what happens there; the ones of the county town come first. */
export const AREAS: readonly { organ: string; name: string; isTown: boolean; weight: number; places: readonly string[] }[] = [
  {
    ...{ organ: 'lianhu', name: '莲湖镇', isTown: true, weight: 34 },
    places: [
      '人民路12号',
      '湖滨路88号门前',
      '建设路与解放路路口',
      '实验小学东门',
      '中心农贸市场',
      '荷花小区3幢',
      '汽车站广场',
      '文化路45号',
    ],
  },
  {
    ...{ organ: 'kfq', name: '开发区', isTown: true, weight: 14 },
    places: ['创业大道6号', '科技路与纬三路路口', '标准厂房二期东侧', '安置小区北门', '纬五路公交站'],
  },
  { ...{ organ: 'luzhou', name: '芦洲镇', isTown: false, weight: 8 }, places: ['芦苇村三组', '集镇老街', '洲头村卫生室旁', '北圩河桥'] },
  {
    ...{ organ: 'lingtang', name: '菱塘镇', isTown: false, weight: 8 },
    places: ['菱角村一组', '集镇中心路', '塘西村文化广场', '菱塘中学门口'],
  },
  { ...{ organ: 'hewan', name: '鹤湾镇', isTown: false, weight: 8 }, places: ['鹤滩村二组', '集镇农贸市场', '湾头村村口', '奶牛场路口'] },
  { ...{ organ: 'yupu', name: '渔浦镇', isTown: false, weight: 7 }, places: ['渔家村码头', '集镇滨河路', '浦东村四组', '水产市场东侧'] },
  { ...{ organ: 'liudi', name: '柳堤镇', isTown: false, weight: 7 }, places: ['长堤村一组', '集镇柳荫路', '堤南村便民桥', '柳堤小学西侧'] },
  {
    ...{ organ: 'daoxiang', name: '稻香镇', isTown: false, weight: 7 },
    places: ['丰收村五组', '集镇粮站门前', '稻香村烘干中心旁', '金穗路12号'],
  },
  { ...{ organ: 'shuidong', name: '水东镇', isTown: false, weight: 7 }, places: ['东方村三组', '集镇建设路', '水东渡口', '河东村村部旁'] },
]

/** Who reports, by weight; on an average day so many reports come in. */
export const REPORTERS = { grid: 60, public: 24, call: 16 } as const
export const REPORTS_PER_DAY = { workday: 8, free: 2.5 } as const
/** Of all reports: one that was reported already; one that is put right on the spot. */
export const REPEATED = 0.05
export const SELF_HANDLED = 0.06

/** The command centre works every day; its people look every so many minutes. */
export const DUTY_HOURS = { from: 8 * 60 + 30, until: 20 * 60 + 30, everyMinutes: 20 } as const
export const DUTY_ROUND_MS = 9 * 60_000
/** On the last day, from then on the command centre takes its time. */
export const SLOW_FROM = '16:00'
/** Categories with urgent hours: their disposal is neither extended nor put off. */
export const URGENT = /^(B010[1-5]|B0202|S0104|S05)/

/** Weights of the actions. */
export const LINKAGE_WEIGHTS: Record<string, Record<string, number>> = {
  Task_Accept: { valid: 90, check: 6, duplicate: 0, invalid: 4 },
  Task_Check: { real: 88, nothing: 12 },
  Task_File: { file: 96, self: 0, reject: 4 },
  Task_Receive: { receive: 93, refuse: 7 },
  Task_Refusal: { redispatch: 55, arbitrate: 45 },
  Task_Arbitrate: { rule: 80, meeting: 20 },
  Task_Dispose: { done: 88, extend: 8, defer: 4 },
  Task_Extend: { approve: 80, refuse: 20 },
  Task_Defer: { approve: 85, refuse: 15 },
  Task_DeferReview: { resume: 70, keep: 30 },
  Task_Verify: { pass: 90, rework: 10 },
}

/** How much of its limit a disposal takes: shares and weights. */
export const DISPOSAL_PACE: readonly { weight: number; bounds: readonly [number, number] }[] = [
  { weight: 62, bounds: [20, 70] },
  { weight: 24, bounds: [70, 98] },
  { weight: 9, bounds: [101, 140] },
  { weight: 5, bounds: [150, 260] },
]
/** Rounds that a step of the command centre lies. */
export const DUTY_PACE: readonly { weight: number; bounds: readonly [number, number] }[] = [
  { weight: 90, bounds: [0, 0] },
  { weight: 8, bounds: [1, 1] },
  { weight: 2, bounds: [3, 6] },
]

export const LINKAGE_OPINIONS: Record<string, readonly string[]> = {
  'Task_Accept.valid': ['情况清楚,予以受理', '照片和位置清楚'],
  'Task_Accept.check': ['位置不清,请网格员到现场核实'],
  'Task_Accept.duplicate': ['与在办案件为同一问题'],
  'Task_File.file': ['符合立案条件'],
  'Task_Dispatch.dispatch': ['请按时限处置,及时反馈', '按权属派遣,请牵头单位尽快到场'],
  'Task_Receive.receive': ['已安排人员到场'],
  'Task_Refusal.redispatch': ['退件理由成立,改派属地'],
  'Task_Extend.approve': ['情况属实,同意延期一次'],
  'Task_Defer.approve': ['同意,按月复核'],
  'Task_Verify.pass': ['处置到位'],
  'Task_Accept.invalid': ['照片不能反映所报情况,请补充后重新上报', '所报情况属正常施工,已有许可'],
  'Task_Check.nothing': ['到现场查看,未发现所报情况'],
  'Task_File.reject': ['情节轻微,已当场提醒,不予立案'],
  'Task_Refusal.arbitrate': ['职责明确,不同意退件,提请仲裁'],
  'Task_Arbitrate.meeting': ['涉及两个单位职责交叉,提请联席会议研究'],
  'Task_Extend.refuse': ['请先行采取临时措施,按期处置'],
  'Task_Defer.refuse': ['请补充资金安排说明'],
  'Task_DeferReview.keep': ['条件仍不具备,继续挂账'],
}

export const LINKAGE_WORDS = {
  found: ['到现场核实,情况属实', '现场查看,与上报一致,范围不大'],
  answer: ['您反映的问题已经处置完毕,感谢您的监督', '问题已经解决,并将加强日常巡查'],
  finding: ['现场整洁,处置到位', '已恢复原状,符合结案条件', '上报人确认已经解决'],
  rework: ['仍有部分没有清理,请重新处置', '修补处再次松动,请返工'],
  extension: ['连日降雨,无法施工', '配件需要外地调货', '当事人外出,预计后天返回'],
  deferral: ['冬季不宜补植,待开春后实施', '改造资金列入明年预算,暂不具备条件'],
  basis: ['三湖县权责清单第12项,该路段由属地管理', '产权移交协议第3条,养护责任不在本单位'],
  ruling: ['依据权责清单和属地管理原则,由该单位牵头处置', '依据产权归属,由该单位负责,其他单位配合'],
} as const

export const RATING_OF_INCIDENTS = { 5: 55, 4: 26, 3: 8, 2: 7, 1: 4 } as const
export const INCIDENT_RATES = 0.6
export const INCIDENT_RATING_WORDS = {
  poor: ['第二天又出现同样的情况', '只清理了一半,希望彻底解决'],
  good: ['处理得很快', '现场已经恢复,满意', ''],
} as const

/** Orders of the hotline 12345: so many in ten days. */
export const HOTLINE_PER_DAY = 0.3
