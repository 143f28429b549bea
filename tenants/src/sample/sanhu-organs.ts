import type { OrganKind } from '@lianban/storage'

/** [id, short name as the county's plan writes it, full name, parent] */
type Entry = readonly [id: string, shortName: string, name: string, parentId: string | null]

const PARTY: readonly Entry[] = [
  ['xw', '县委', '中国共产党三湖县委员会', null],
  ['xwb', '县委办', '中共三湖县委办公室', 'xw'],
  ['jw', '纪委', '中共三湖县纪律检查委员会', 'xw'],
  ['zzb', '组织部', '中共三湖县委组织部', 'xw'],
  ['xcb', '宣传部', '中共三湖县委宣传部', 'xw'],
  ['dcs', '县委督查室', '中共三湖县委督查室', 'xw'],
]

const GOVERNMENT: readonly Entry[] = [
  ['xzf', '县政府', '三湖县人民政府', null],
  ['zfb', '政府办', '三湖县人民政府办公室', 'xzf'],
]

const GROUPS: readonly Entry[] = [
  ['ldxz', '领导小组', '三湖县智慧建设工作领导小组', null],
  ['zhb', '智慧办', '三湖县智慧建设领导小组办公室', 'ldxz'],
]

const DEPARTMENTS: readonly Entry[] = [
  ['zjj', '住建局', '三湖县住房和城乡建设局', 'xzf'],
  ['jxw', '经信委', '三湖县经济和信息化委员会', 'xzf'],
  ['fgw', '发改委', '三湖县发展和改革委员会', 'xzf'],
  ['gaj', '公安局', '三湖县公安局', 'xzf'],
  ['scjg', '市场监督管理局', '三湖县市场监督管理局', 'xzf'],
  ['gtj', '国土局', '三湖县国土资源局', 'xzf'],
  ['hbj', '环保局', '三湖县环境保护局', 'xzf'],
  ['wjw', '卫计委', '三湖县卫生和计划生育委员会', 'xzf'],
  ['tjj', '统计局', '三湖县统计局', 'xzf'],
  ['rsj', '人社局', '三湖县人力资源和社会保障局', 'xzf'],
  ['mzj', '民政局', '三湖县民政局', 'xzf'],
  ['kjj', '科技局', '三湖县科学技术局', 'xzf'],
  ['swj', '商务局', '三湖县商务局', 'xzf'],
  ['daj', '档案局', '三湖县档案局', 'xzf'],
  ['cgj', '城管局', '三湖县城市管理局', 'xzf'],
  ['ajj', '安监局', '三湖县安全生产监督管理局', 'xzf'],
  ['slj', '水务局', '三湖县水务局', 'xzf'],
  ['jtj', '交通运输局', '三湖县交通运输局', 'xzf'],
  ['jyj', '教育局', '三湖县教育局', 'xzf'],
  ['xfj', '信访局', '三湖县信访局', 'xzf'],
  ['gsj', '国税局', '三湖县国家税务局', 'xzf'],
  ['dsj', '地税局', '三湖县地方税务局', 'xzf'],
  ['wgxj', '文广新局', '三湖县文化广电新闻出版局', 'xzf'],
  ['zwb', '政务办', '三湖县政务服务管理办公室', 'xzf'],
  ['czj', '财政局', '三湖县财政局', 'xzf'],
  ['nw', '农委', '三湖县农业委员会', 'xzf'],
  ['xfdd', '消防大队', '三湖县公安消防大队', 'gaj'],
]

const INSTITUTIONS: readonly Entry[] = [['xxzx', '信息中心', '三湖县信息中心', 'xzf']]

const ZONES: readonly Entry[] = [['kfq', '开发区', '三湖县经济开发区管理委员会', 'xzf']]

/** The plan says 各镇; the eight names are ours. */
const TOWNS: readonly Entry[] = [
  ['lianhu', '莲湖镇', '三湖县莲湖镇人民政府', 'xzf'],
  ['luzhou', '芦洲镇', '三湖县芦洲镇人民政府', 'xzf'],
  ['lingtang', '菱塘镇', '三湖县菱塘镇人民政府', 'xzf'],
  ['hewan', '鹤湾镇', '三湖县鹤湾镇人民政府', 'xzf'],
  ['yupu', '渔浦镇', '三湖县渔浦镇人民政府', 'xzf'],
  ['liudi', '柳堤镇', '三湖县柳堤镇人民政府', 'xzf'],
  ['daoxiang', '稻香镇', '三湖县稻香镇人民政府', 'xzf'],
  ['shuidong', '水东镇', '三湖县水东镇人民政府', 'xzf'],
]

/** Not part of the government: they see nothing but what they take part in. */
const EXTERNAL: readonly Entry[] = [
  ['yx', '有线', '三湖县广播电视信息网络有限公司', null],
  ['gdgs', '供电公司', '三湖县供电公司', null],
  ['dxj', '电信局', '三湖县电信局', null],
  ['ydgs', '移动公司', '三湖县移动通信公司', null],
  ['ltgs', '联通公司', '三湖县联合通信公司', null],
  ['rqgs', '燃气公司', '三湖县燃气有限公司', null],
  ['rmyh', '人民银行', '中国人民银行三湖县支行', null],
  ['gh', '工行', '中国工商银行三湖县支行', null],
  ['zh', '中行', '中国银行三湖县支行', null],
  ['nh', '农行', '中国农业银行三湖县支行', null],
  ['jh', '建行', '中国建设银行三湖县支行', null],
  ['nsh', '农商行', '三湖县农村商业银行', null],
  ['nfh', '农发行', '中国农业发展银行三湖县支行', null],
  // Named in no plan: who watches over works for the county.
  ['jlgs', '监理公司', '三湖县信诚工程监理有限公司', null],
]

const KINDS: readonly (readonly [OrganKind, readonly Entry[]])[] = [
  ['party', PARTY],
  ['government', GOVERNMENT],
  ['group', GROUPS],
  ['department', DEPARTMENTS],
  ['institution', INSTITUTIONS],
  ['zone', ZONES],
  ['town', TOWNS],
  ['external', EXTERNAL],
]

/** Every organ that the county's plan names, parents before those under them. */
export const SANHU_ORGANS = KINDS.flatMap(([kind, entries]) =>
  entries.map(([id, shortName, name, parentId]) => ({ id, shortName, name, kind, parentId })),
).map((organ, i) => ({ ...organ, validFrom: null, validUntil: null, successorId: null, sort: (i + 1) * 10 }))

/**
 * What became of the organs since the plan was written, for `organs.succeed` on the day a county chooses. Not applied:
 * the plan's own names are the ones that its 27 systems speak of. Source: domain paper, 1.1 (organ succession).
 */
export const SANHU_SUCCESSIONS: readonly { from: readonly string[]; id: string; shortName: string; name: string }[] = [
  { from: ['gtj'], id: 'zrzy', shortName: '自然资源和规划局', name: '三湖县自然资源和规划局' },
  { from: ['hbj'], id: 'sthj', shortName: '生态环境局', name: '三湖县生态环境局' },
  { from: ['wjw'], id: 'wsjk', shortName: '卫生健康委', name: '三湖县卫生健康委员会' },
  { from: ['ajj'], id: 'yjgl', shortName: '应急管理局', name: '三湖县应急管理局' },
  { from: ['gsj', 'dsj'], id: 'swju', shortName: '税务局', name: '国家税务总局三湖县税务局' },
  { from: ['wgxj'], id: 'wglj', shortName: '文广旅局', name: '三湖县文化广电和旅游局' },
  { from: ['jxw'], id: 'gxj', shortName: '工业和信息化局', name: '三湖县工业和信息化局' },
  { from: ['nw'], id: 'nyncj', shortName: '农业农村局', name: '三湖县农业农村局' },
  { from: ['zwb', 'xxzx'], id: 'sjj', shortName: '数据局', name: '三湖县数据局' },
  { from: ['xfdd'], id: 'xfjy', shortName: '消防救援大队', name: '三湖县消防救援大队' },
]
