import { COUNTY_POST_KINDS, type CountyPostKind } from '../people/post-kinds.ts'
import { DEMO_PASSWORD } from './demo-password.ts'
import { SANHU_ORGANS, SANHU_SUCCESSIONS } from './sanhu-organs.ts'
import { SANHU_STAFF } from './sanhu-staff.ts'

interface SampleUser {
  username: string
  name: string
  kind: 'staff' | 'applicant'
  /** For the list of demo accounts. */
  role: string
  organId?: string
  post?: CountyPostKind
  citizenId?: string
  phone?: string
}

const staff = (username: string, name: string, organId: string, post: SampleUser['post'], role: string): SampleUser => ({
  username,
  name,
  kind: 'staff',
  role,
  organId,
  post,
})

const USERS: readonly SampleUser[] = [
  // The id number has a right check character and a division code that does not exist.
  {
    username: 'shenqing',
    name: '李春华',
    kind: 'applicant',
    role: '申请人',
    citizenId: '320899198803060020',
    phone: '13900000001',
  },
  staff('chuangkou', '王小燕', 'scjg', 'window-clerk', '窗口受理(市场监督管理局)'),
  staff('chengban', '赵志强', 'scjg', 'handler', '承办人(市场监督管理局)'),
  staff('takan1', '孙建国', 'scjg', 'site-officer', '踏勘人员甲(市场监督管理局)'),
  staff('takan2', '周明', 'scjg', 'site-officer', '踏勘人员乙(市场监督管理局)'),
  staff('shenhe', '吴晓峰', 'scjg', 'reviewer', '审核人(市场监督管理局)'),
  staff('pizhun', '郑国华', 'scjg', 'approver', '批准人(市场监督管理局)'),
  staff('chujian', '冯丽', 'scjg', 'delivery-clerk', '出件窗口(市场监督管理局)'),
  staff('juzhang', '钱立', 'scjg', 'organ-leader', '单位主要负责人(市场监督管理局)'),
  staff('xianzhang', '高远', 'xzf', 'county-head', '县长,批准并联办理延期(县政府)'),
  staff('jianjian', '陈正', 'jw', 'disciplinary-auditor', '纪检监察(纪委)'),
  staff('jianjian2', '韩明', 'jw', 'disciplinary-auditor', '纪检监察,第二人(纪委)'),
  staff('zhuguan', '许文', 'zwb', 'supervisor', '主管、配置(政务办)'),
  staff('zhuguan2', '程岚', 'zwb', 'supervisor', '主管,复核并确认发布(政务办)'),
  staff('huifang', '杨静', 'zwb', 'follow-up-officer', '好差评回访专员(政务办)'),
  staff('zonghe', '苏敏', 'zwb', 'window-clerk', '综合窗口(政务服务中心,代办各部门事项)'),
  staff('xitong', '何平', 'xxzx', 'system-admin', '系统管理员(信息中心)'),
  staff('anquan', '吕安', 'xxzx', 'security-admin', '安全管理员(信息中心)'),
  staff('anquan2', '田静', 'xxzx', 'security-admin', '安全管理员,复核(信息中心)'),
  staff('shenji', '施敏', 'xxzx', 'audit-admin', '审计管理员(信息中心)'),
  staff('youxian', '沈涛', 'yx', 'partner', '协同单位人员(有线,只见所涉办件)'),
  staff('chengguan', '张磊', 'cgj', 'window-clerk', '窗口受理(城管局,看不到市场监督管理局的办件)'),
]

/** The fictional county that a fresh installation shows. Its division code 320899 is given to no place. */
export const SAMPLE_COUNTY = {
  tenant: { id: 'sanhu', name: '三湖县', regionCode: '320899' },
  organs: SANHU_ORGANS,
  successions: SANHU_SUCCESSIONS,
  postKinds: COUNTY_POST_KINDS,
  users: USERS,
  /** People of the bureaus beside the market supervision bureau. */
  staff: SANHU_STAFF,
  /** For demonstration only. */
  password: DEMO_PASSWORD,
  /** What a start prints: who can be tried. */
  accounts: USERS.map(({ username, name, role }) => ({ username, name, role })),
} as const
