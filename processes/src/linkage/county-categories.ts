import type { CategoryContent, CategoryTarget, TargetUnit } from './category.ts'

/*
 * The categories that a county starts with: components 5 classes, events 6 (GB/T 30428.2), with standards after the practice of
 * cities; all limits are proposals 拟 until the county has decided them. B: 部件, S: 事件.
 */

type Unit = 'h' | 'u' | 'd'
const UNITS: Record<Unit, TargetUnit> = { h: 'workhour', u: 'urgent-hour', d: 'workday' }

const goal = (name: string, n: number, unit: Unit, organ?: string): CategoryTarget => ({
  name,
  n,
  unit: UNITS[unit],
  ...(organ && { organ }),
})

interface Entry {
  filing: string
  lead: string
  owner?: string
  disposal: string
  targets: CategoryTarget[]
  closing: string
  severity?: CategoryContent['severity']
  radiusM?: number
  windowHours?: number
}

const fixed = (n: number, unit: Unit) => [goal('修复', n, unit)]
const cleared = (n: number, unit: Unit) => [goal('清理', n, unit)]

const cover = (filing: string, lead: string): Entry => ({
  ...{ filing, lead, owner: lead, disposal: '权属单位养护队伍', severity: 'urgent', radiusM: 20, windowHours: 24 },
  targets: [goal('设置围挡和警示', 2, 'u'), goal('修复或更换井盖', 1, 'd')],
  closing: '井盖安装平整、牢固,现场清理完毕',
})

const COMPONENTS: Record<string, [className: string, entries: Record<string, Entry>]> = {
  '01': [
    '公用设施',
    {
      上水井盖: cover('井盖缺失、破损、移位、沉降', 'slj'),
      污水井盖: cover('井盖缺失、破损、移位、沉降', 'zjj'),
      电力井盖: cover('井盖缺失、破损、移位', 'jxw'),
      通信井盖: cover('井盖缺失、破损、移位', 'jxw'),
      燃气井盖: cover('井盖缺失、破损、移位', 'zjj'),
      路灯: {
        filing: '路灯不亮、倾斜、破损',
        lead: 'zjj',
        owner: 'zjj',
        disposal: '路灯管理所',
        targets: fixed(2, 'd'),
        closing: '路灯正常亮灯',
      },
      消防栓: {
        filing: '缺失、破损、漏水',
        lead: 'slj',
        disposal: '供水企业',
        targets: fixed(1, 'd'),
        closing: '消防栓完好可用',
        severity: 'serious',
      },
    },
  ],
  '02': [
    '交通设施',
    {
      道路路面: {
        filing: '坑洼、塌陷、拱起',
        lead: 'jtj',
        disposal: '养护队伍',
        targets: [goal('设置警示', 4, 'h'), goal('修复路面', 5, 'd')],
        closing: '路面平整',
      },
      交通信号灯: {
        filing: '不亮、倾斜、损坏',
        lead: 'gaj',
        owner: 'gaj',
        disposal: '交警大队',
        targets: fixed(4, 'u'),
        closing: '信号正常',
        severity: 'urgent',
      },
      交通标志牌: {
        filing: '缺失、破损、被遮挡',
        lead: 'gaj',
        owner: 'gaj',
        disposal: '交警大队',
        targets: fixed(3, 'd'),
        closing: '标志完好清晰',
      },
      公交站亭: { filing: '破损、脏污', lead: 'jtj', disposal: '公交企业', targets: fixed(3, 'd'), closing: '站亭完好整洁' },
    },
  ],
  '03': [
    '市容环境设施',
    {
      公共厕所: {
        filing: '设施损坏、不洁',
        lead: 'cgj',
        owner: 'cgj',
        disposal: '环卫所',
        targets: fixed(1, 'd'),
        closing: '设施完好、保洁到位',
      },
      垃圾箱: {
        filing: '破损、满溢、缺失',
        lead: 'cgj',
        owner: 'cgj',
        disposal: '环卫所',
        targets: fixed(1, 'd'),
        closing: '箱体完好、无满溢',
      },
    },
  ],
  '04': [
    '园林绿化设施',
    {
      行道树: {
        filing: '倒伏、枯死、遮挡信号',
        lead: 'zjj',
        disposal: '园林养护队伍',
        targets: [goal('清理倒伏、排除危险', 4, 'u'), goal('补植', 10, 'd')],
        closing: '危险排除、补植完成',
      },
      护树设施: { filing: '缺失、破损', lead: 'zjj', disposal: '园林养护队伍', targets: fixed(5, 'd'), closing: '设施完好' },
    },
  ],
  '05': [
    '其他部件',
    {
      河湖护栏: {
        filing: '缺失、破损',
        lead: 'slj',
        disposal: '河道管理所',
        targets: [goal('设置警示', 4, 'u'), goal('修复', 5, 'd')],
        closing: '护栏完好',
        severity: 'serious',
      },
    },
  ],
}

const EVENTS: Record<string, [className: string, entries: Record<string, Entry>]> = {
  '01': [
    '市容环境',
    {
      暴露垃圾: { filing: '垃圾散落、堆积', lead: 'cgj', disposal: '环卫所', targets: cleared(1, 'd'), closing: '垃圾清理完毕' },
      道路不洁: { filing: '路面有明显污物', lead: 'cgj', disposal: '环卫所', targets: cleared(5, 'h'), closing: '路面整洁' },
      水域不洁: { filing: '水面有漂浮物', lead: 'slj', disposal: '河道管理所', targets: cleared(1, 'd'), closing: '水面整洁' },
      焚烧秸秆垃圾: {
        filing: '露天焚烧',
        lead: 'hbj',
        disposal: '属地镇、环保局',
        targets: [goal('现场制止', 2, 'u')],
        closing: '火点熄灭',
        severity: 'urgent',
        radiusM: 300,
        windowHours: 24,
      },
    },
  ],
  '02': [
    '宣传广告',
    {
      非法小广告: { filing: '乱张贴、乱涂写', lead: 'cgj', disposal: '城管执法中队', targets: cleared(1, 'd'), closing: '清除干净' },
      违规户外广告: {
        filing: '未经许可设置',
        lead: 'cgj',
        disposal: '城管执法大队',
        targets: [goal('责令改正', 1, 'd'), goal('拆除', 7, 'd')],
        closing: '拆除或补办许可',
      },
    },
  ],
  '03': [
    '施工管理',
    {
      工地扬尘: {
        filing: '未采取抑尘措施',
        lead: 'zjj',
        disposal: '质安站',
        targets: [goal('责令整改', 4, 'h'), goal('整改到位', 2, 'd')],
        closing: '抑尘措施到位',
      },
      无证掘路: {
        filing: '未经许可挖掘道路',
        lead: 'cgj',
        disposal: '城管执法大队',
        targets: [goal('现场制止', 3, 'u'), goal('恢复路面', 5, 'd', 'jtj')],
        closing: '路面恢复',
        severity: 'serious',
      },
    },
  ],
  '04': [
    '街面秩序',
    {
      占道经营: {
        filing: '占用道路、广场经营',
        lead: 'cgj',
        disposal: '城管执法中队',
        targets: [goal('劝离', 4, 'h')],
        closing: '占道行为消除',
      },
      机动车乱停: {
        filing: '占用人行道、盲道、消防通道',
        lead: 'gaj',
        disposal: '交警大队',
        targets: [goal('驶离', 3, 'u')],
        closing: '车辆驶离',
      },
      违法建设: {
        filing: '未经规划许可建设',
        lead: 'cgj',
        disposal: '城管执法大队',
        targets: [goal('责令停工', 4, 'h'), goal('拆除或处罚', 15, 'd')],
        closing: '拆除或者作出处罚',
        severity: 'serious',
      },
    },
  ],
  '05': [
    '突发事件',
    {
      自来水管破裂: {
        filing: '管道破裂、跑水',
        lead: 'slj',
        owner: 'slj',
        disposal: '供水企业抢修队',
        targets: [goal('围挡止水', 3, 'u'), goal('修复管道', 8, 'u'), goal('恢复路面', 5, 'd', 'jtj')],
        closing: '供水恢复、路面恢复',
        severity: 'urgent',
        radiusM: 150,
        windowHours: 24,
      },
      燃气泄漏: {
        filing: '有燃气气味或者泄漏',
        lead: 'zjj',
        disposal: '燃气公司抢修队',
        targets: [goal('警戒疏散', 1, 'u', 'gaj'), goal('止漏修复', 4, 'u')],
        closing: '检测合格',
        severity: 'urgent',
        radiusM: 200,
        windowHours: 24,
      },
      路面塌陷: {
        filing: '路面塌陷',
        lead: 'jtj',
        disposal: '公路站',
        targets: [goal('围挡警示', 2, 'u'), goal('修复', 7, 'd')],
        closing: '路面修复',
        severity: 'urgent',
      },
    },
  ],
  '06': [
    '其他事件',
    {
      矛盾纠纷: {
        filing: '邻里、劳资等纠纷',
        lead: 'xfj',
        disposal: '属地镇调解委员会',
        targets: [goal('上门调解', 3, 'd')],
        closing: '达成协议或者引导诉讼',
      },
      安全隐患: {
        filing: '生产经营场所有安全隐患',
        lead: 'ajj',
        disposal: '安监局',
        targets: [goal('现场检查', 1, 'd'), goal('督促整改', 7, 'd')],
        closing: '隐患消除',
        severity: 'serious',
      },
      消防通道堵塞: {
        filing: '疏散通道、消防车通道堵塞',
        lead: 'xfdd',
        disposal: '消防大队',
        targets: [goal('清理', 4, 'u')],
        closing: '通道畅通',
        severity: 'serious',
      },
    },
  ],
}

const rowsOf = (prefix: string, kind: CategoryContent['kind'], classes: typeof EVENTS) =>
  Object.entries(classes).flatMap(([classCode, [className, entries]]) =>
    Object.entries(entries).map(([name, { owner = null, severity = 'normal', radiusM = 50, windowHours = 72, ...rest }], i) => ({
      code: `${prefix}${classCode}${String(i + 1).padStart(2, '0')}`,
      content: { kind, className, name, owner, severity, radiusM, windowHours, proposed: true, ...rest } satisfies CategoryContent,
    })),
  )

export const COUNTY_CATEGORIES: readonly { code: string; content: CategoryContent }[] = [
  ...rowsOf('B', 'component', COMPONENTS),
  ...rowsOf('S', 'event', EVENTS),
]
