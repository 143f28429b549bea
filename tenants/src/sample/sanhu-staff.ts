import type { CountyPostKind } from '../people/post-kinds.ts'
import { SANHU_ASSESSMENT } from './sanhu-assessment.ts'
import { LINKAGE_STAFF } from './sanhu-linkage.ts'
import { SANHU_PROJECT_STAFF } from './sanhu-projects.ts'

/** One of the people who carry out the other bureaus' matters; user names are `<organ>-<work>`. */
export interface SampleStaff {
  username: string
  name: string
  organId: string
  posts: CountyPostKind[]
}

/** What a small bureau has: one window for intake and delivery, a handler who is one of the two officers, and so on. */
const WORK: readonly (readonly [string, CountyPostKind[]])[] = [
  ['chuangkou', ['window-clerk', 'delivery-clerk']],
  ['chengban', ['handler', 'site-officer']],
  ['takan', ['site-officer', 'consultee']],
  ['shenhe', ['reviewer']],
  ['fazhi', ['legal-reviewer', 'hearing-chair']],
  ['pizhun', ['approver']],
  ['juzhang', ['organ-leader']],
]

const BUREAUS: Record<string, readonly string[]> = {
  wjw: ['蒋文静', '沈建军', '韩雪', '杨立新', '朱明德', '秦卫国', '尤淑珍'],
  zjj: ['许琴', '何志刚', '吕小龙', '施建华', '张国栋', '孔令辉', '曹建设'],
  gtj: ['叶春芳', '邱守田', '白勘明', '耿正图', '卢法明', '顾规成', '原广平'],
  cgj: ['严芳', '华大勇', '金小军', '魏平', '陶正义', '姜海波', '戚家明'],
  jyj: ['谢丽萍', '邹书文', '喻晓明', '柏青松', '水清源', '窦广文', '章育才'],
  nw: ['田秀英', '石建农', '田检测', '禾立新', '麦法清', '谷丰年', '农振兴'],
  rsj: ['云彩霞', '苏长河', '潘小燕', '葛玉林', '奚志远', '范国平', '彭保障'],
}

/** What a town has that accepts applications and reviews them first. */
const TOWN_WORK: readonly (readonly [string, CountyPostKind[]])[] = [
  ['chuangkou', ['window-clerk']],
  ['chushen', ['handler']],
]

const TOWNS: Record<string, readonly string[]> = {
  lianhu: ['莲小芳', '湖长青'],
  luzhou: ['芦玉梅', '洲正明'],
  lingtang: ['凌彩云', '唐守业'],
  hewan: ['何婉君', '万里程'],
  yupu: ['余海燕', '浦立志'],
  liudi: ['刘絮', '狄建业'],
  daoxiang: ['陶香', '项丰收'],
  shuidong: ['水静', '东方亮'],
}

const ASKED: readonly SampleStaff[] = [
  { username: 'gaj-jiaojing', name: '鲁安平', organId: 'gaj', posts: ['consultee'] },
  { username: 'jtj-luzheng', name: '韦通达', organId: 'jtj', posts: ['consultee'] },
  { username: 'xfdd-yanshou', name: '马消宁', organId: 'xfdd', posts: ['consultee'] },
  { username: 'jyj-jianguan', name: '花正春', organId: 'jyj', posts: ['supervision-officer'] },
  { username: 'jyj-faguan', name: '廉正平', organId: 'jyj', posts: ['legal-reviewer'] },
  { username: 'cgj-zhifa', name: '方执平', organId: 'cgj', posts: ['supervision-officer'] },
  { username: 'zjj-zhuanjia1', name: '俞道明', organId: 'zjj', posts: ['expert'] },
  { username: 'zjj-zhuanjia2', name: '任重远', organId: 'zjj', posts: ['expert'] },
  { username: 'jyj-zhuanjia1', name: '袁启智', organId: 'jyj', posts: ['expert'] },
  { username: 'jyj-zhuanjia2', name: '柳如松', organId: 'jyj', posts: ['expert'] },
  { username: 'scjg-fazhi', name: '刘志远', organId: 'scjg', posts: ['legal-reviewer', 'hearing-chair'] },
]

/** The staff of the other bureaus that have matters, of the towns that review first, and those whom they ask. */
export const SANHU_STAFF: readonly SampleStaff[] = [
  ...staffOf(BUREAUS, WORK),
  ...staffOf(TOWNS, TOWN_WORK),
  ...ASKED,
  ...SANHU_ASSESSMENT,
  ...LINKAGE_STAFF,
  ...SANHU_PROJECT_STAFF,
]

function staffOf(organs: Record<string, readonly string[]>, works: typeof WORK): SampleStaff[] {
  return Object.entries(organs).flatMap(([organId, names]) =>
    works.map(([work, posts], index) => ({ username: `${organId}-${work}`, name: names[index]!, organId, posts })),
  )
}
