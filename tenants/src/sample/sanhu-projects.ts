import type { SampleStaff } from './sanhu-staff.ts'

const person = (username: string, name: string, ...posts: SampleStaff['posts']): SampleStaff => ({
  ...{ username, name, posts },
  organId: username.split('-')[0]!,
})

/** Who carries out the county's projects: applicants, reviewers, experts, payers. */
export const SANHU_PROJECT_STAFF: readonly SampleStaff[] = [
  person('zjj-xiangmu', '邢牧之', 'project-officer'),
  person('zjj-caiwu', '蔡文清', 'unit-accountant'),
  person('cgj-xiangmu', '向慕华', 'project-officer'),
  person('hbj-xiangmu', '闻清川', 'project-officer'),
  person('hbj-fuze', '骆当家', 'project-officer'),
  person('hbj-fazhi', '石守法', 'legal-reviewer'),
  person('hbj-juzhang', '白云山', 'organ-leader'),
  person('hbj-caiwu', '钟细明', 'unit-accountant'),
  person('xxzx-xiangmu', '沙志鹏', 'project-officer'),
  person('xxzx-jishu', '柯技远', 'project-reviewer'),
  person('xxzx-pizhun', '辛长林', 'project-approver'),
  person('xxzx-zhuanjia', '贺数先', 'expert'),
  person('zhb-shenhe', '谈智明', 'project-reviewer'),
  person('zhb-pizhun', '路宏图', 'project-approver'),
  person('ldxz-zuzhang', '海阔天', 'project-approver'),
  person('fgw-xiangmu', '计长策', 'project-reviewer'),
  person('fgw-pizhun', '成立业', 'project-approver'),
  person('czj-shenhe', '金算清', 'project-reviewer'),
  person('czj-pizhun', '盛开源', 'project-approver'),
  person('czj-guoku', '库守正', 'treasury-clerk'),
  person('gaj-wangan', '安必固', 'project-reviewer'),
  person('daj-shenhe', '文存真', 'project-reviewer'),
  person('gtj-xiangmu', '田间路', 'project-reviewer'),
  person('jxw-zhuanjia', '程工达', 'expert'),
  person('kjj-zhuanjia', '严求是', 'expert'),
  person('wjw-zhuanjia', '杜仲明', 'expert'),
  person('jlgs-jianli', '甄把关', 'partner'),
]
