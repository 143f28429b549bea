/** Kinds of post 岗位 that every county has, in the order of a case's way. */
export const COUNTY_POST_KINDS = [
  { id: 'window-clerk', name: '窗口受理' },
  { id: 'handler', name: '承办人' },
  { id: 'site-officer', name: '踏勘人员' },
  { id: 'reviewer', name: '审核人(科长)' },
  { id: 'approver', name: '批准人(分管领导)' },
  { id: 'delivery-clerk', name: '出件窗口' },
  { id: 'organ-leader', name: '单位主要负责人' },
  { id: 'county-head', name: '县政府主要负责人' },
  { id: 'legal-reviewer', name: '法制审核人员' },
  { id: 'hearing-chair', name: '听证主持人' },
  { id: 'expert', name: '评审专家' },
  { id: 'consultee', name: '协办人员' },
  { id: 'supervision-officer', name: '监管人员' },
  { id: 'partner', name: '协同单位人员' },
  { id: 'follow-up-officer', name: '回访专员(好差评)' },
  { id: 'supervisor', name: '主管(配置)' },
  { id: 'disciplinary-auditor', name: '纪检监察' },
  { id: 'system-admin', name: '系统管理员' },
  { id: 'security-admin', name: '安全管理员' },
  { id: 'audit-admin', name: '审计管理员' },
] as const

export type CountyPostKind = (typeof COUNTY_POST_KINDS)[number]['id']
