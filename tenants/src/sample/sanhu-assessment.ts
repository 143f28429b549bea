import type { SampleStaff } from './sanhu-staff.ts'

/** Units that are assessed in the sample: two towns and a bureau, each with whoever answers for its targets. */
const UNITS: readonly (readonly [organId: string, officer: string, leader: string | null])[] = [
  ['lianhu', '莲思远', '连开明'],
  ['luzhou', '芦承志', '芦定邦'],
  ['lingtang', '凌向东', '凌志和'],
  ['wjw', '卫明轩', null],
]

/** Who takes part in performance assessment 绩效考核: 考核办 is the 发改委's, the group is lent from several organs. */
export const SANHU_ASSESSMENT: readonly SampleStaff[] = [
  { username: 'fgw-kaohe', name: '乔立群', organId: 'fgw', posts: ['assessment-officer'] },
  { username: 'fgw-kaohe2', name: '邢若兰', organId: 'fgw', posts: ['assessment-officer', 'assessment-judge'] },
  { username: 'fgw-zhibiao', name: '耿长河', organId: 'fgw', posts: ['indicator-owner'] },
  { username: 'fgw-pingfen1', name: '庞学文', organId: 'fgw', posts: ['assessment-judge'] },
  { username: 'fgw-pingfen2', name: '闵秋实', organId: 'fgw', posts: ['assessment-judge'] },
  { username: 'fgw-pingfen3', name: '闻达理', organId: 'fgw', posts: ['assessment-judge'] },
  { username: 'fgw-fuhe1', name: '左明德', organId: 'fgw', posts: ['appeal-reviewer'] },
  { username: 'fgw-fuhe2', name: '尹思齐', organId: 'fgw', posts: ['appeal-reviewer'] },
  { username: 'swj-zhibiao', name: '招金凤', organId: 'swj', posts: ['indicator-owner'] },
  { username: 'tjj-hecha', name: '数明达', organId: 'tjj', posts: ['data-checker'] },
  { username: 'dcs-ducha', name: '督行之', organId: 'dcs', posts: ['inspector'] },
  { username: 'xwb-changwei', name: '文秉公', organId: 'xwb', posts: ['committee-secretary'] },
  ...UNITS.flatMap(([organId, officer, leader]): SampleStaff[] => [
    { username: `${organId}-mubiao`, name: officer, organId, posts: ['target-officer'] },
    ...(leader === null ? [] : [{ username: `${organId}-zhenzhang`, name: leader, organId, posts: ['organ-leader' as const] }]),
  ]),
]
