import type { CountyPostKind } from '../people/post-kinds.ts'
import type { SampleStaff } from './sanhu-staff.ts'

/** The command centre 大联动指挥中心 is in the information centre. */
const CENTRE: readonly (readonly [work: string, name: string, post: CountyPostKind])[] = [
  ['shouli', '庄晓雯', 'call-taker'],
  ['zhiban', '邵国强', 'shift-leader'],
  ['paiqian', '路畅', 'dispatcher'],
  ['hecha', '查明', 'incident-verifier'],
  ['zhuren', '管正华', 'arbitrator'],
]

/** Who disposes, one for each organ that incidents go to. */
const DISPOSERS: Record<string, string> = {
  ...{
    cgj: '巡小勇',
    zjj: '修建文',
    slj: '洪治水',
    jtj: '路平安',
    gaj: '卫安民',
    hbj: '蓝天清',
    ajj: '严守安',
    xfj: '和为贵',
    xfdd: '火速达',
  },
  ...{ jxw: '金信为', kfq: '开新城', lianhu: '莲长洁', luzhou: '芦清扬', lingtang: '凌波', hewan: '何湾净' },
  ...{ yupu: '余浦新', liudi: '柳绿', daoxiang: '稻丰', shuidong: '水长流' },
}

const GRID_WORKERS: Record<string, string> = {
  ...{ lianhu: '荷小叶', luzhou: '芦小花', lingtang: '菱小角', hewan: '鹤小飞', yupu: '渔小歌', liudi: '柳小絮' },
  ...{ daoxiang: '稻小香', shuidong: '水小东', kfq: '开小拓' },
}

/** People of the flow 大联动: user names are `<organ>-<work>`. */
export const LINKAGE_STAFF: readonly SampleStaff[] = [
  ...CENTRE.map(([work, name, post]) => ({ username: `xxzx-${work}`, name, organId: 'xxzx', posts: [post] })),
  { username: 'zfb-lianxi', name: '席联众', organId: 'zfb', posts: ['arbitrator'] },
  ...staffOf(DISPOSERS, 'chuzhi', 'disposer'),
  ...staffOf(GRID_WORKERS, 'wangge', 'grid-worker'),
]

function staffOf(organs: Record<string, string>, work: string, post: CountyPostKind): SampleStaff[] {
  return Object.entries(organs).map(([organId, name]) => ({ username: `${organId}-${work}`, name, organId, posts: [post] }))
}
