import { ApplicationPreview } from '../case-desk.ts'
import { CaseList, ExtensionRequest, HearingRequest, Submission, Supplement, SuspensionEnd, Waiver } from '../cases.ts'
import { CheckResult, DebtWaiver, DutyList, OriginalSeen, Settlement } from '../duties.ts'
import { MatterQuery } from '../matters.ts'
import { UploadPlace, UploadToken } from '../phone-uploads.ts'
import type { Operation } from './operation.ts'

/** Matters, cases, what they owe, and their files. */
export const CASE_OPERATIONS: Record<string, Operation> = {
  'GET /api/matters': { right: 'matter:list', summary: '事项目录 Catalogue of matters, searched and narrowed', query: MatterQuery },
  'GET /api/guide': { right: 'public', summary: '公开的事项目录 The same without an account', query: MatterQuery },
  'GET /api/guide/{key}': { right: 'public', summary: '公开的办事指南 Guidance page without an account' },
  'GET /api/guide/{key}/samples/{name}': { right: 'public', summary: '公开的样例 Sample of a material or a result without an account' },
  'GET /api/matters/{key}': { right: 'matter:read', summary: '办事指南与申请表 Guidance page and application form' },
  'GET /api/matters/{key}/prefill': { right: 'matter:read', summary: '自动填充 What the caller has told the county before' },
  'GET /api/matters/{key}/reusable-materials': { right: 'case:create', summary: '可复用的材料 Papers that the county has already' },
  'POST /api/matters/{key}/needs': {
    right: 'matter:read',
    summary: '按填写内容需要办理的事项和材料 What an application for a theme needs',
    body: ApplicationPreview,
  },
  'GET /api/matters/{key}/samples/{name}': { right: 'matter:read', summary: '样例 Sample of a material or a result' },
  'POST /api/cases': { right: 'case:create', summary: '提交申请 Hand in an application', body: Submission, idempotent: true },
  'GET /api/cases': { right: 'case:list', summary: '办件列表 Cases', query: CaseList },
  'GET /api/cases/{id}': { right: 'case:read', summary: '办件详情 One case' },
  'GET /api/cases/{id}/timeline': { right: 'case:read', summary: '办理过程 One line per hop' },
  'GET /api/cases/{id}/diagram': { right: 'case:read', summary: '流程图 The model, with where the case stands' },
  'GET /api/cases/{id}/open-steps': { right: 'case:read', summary: '谁能办理当前环节 Who can take the open steps, and why not' },
  'POST /api/cases/{id}/separation-waivers': {
    right: 'separation-waiver:grant',
    summary: '豁免岗位分离 Lift separation of duties for one person and step',
    body: Waiver,
  },
  'POST /api/cases/{id}/supplement': {
    right: 'case:supplement',
    summary: '提交补正材料 Hand in what was missing',
    body: Supplement,
    idempotent: true,
  },
  'POST /api/cases/{id}/debts/{material}/settlement': {
    right: 'case:supplement',
    summary: '补交容缺材料 Hand in what the case was accepted without',
    body: Settlement,
    idempotent: true,
  },
  'POST /api/cases/{id}/debts/{material}/waiver': { right: 'case-debt:waive', summary: '批准免交 Do without it', body: DebtWaiver },
  'POST /api/cases/{id}/check': { right: 'check-duty:record', summary: '登记承诺核查结果 Result of checking a promise', body: CheckResult },
  'GET /api/debts': { right: 'case:list', summary: '容缺材料 What cases owe', query: DutyList },
  'GET /api/checks': { right: 'check-duty:list', summary: '承诺核查 Checks that are owed', query: DutyList },
  'POST /api/files/{id}/verification': { right: 'attachment:verify', summary: '已核对原件 The original was seen', body: OriginalSeen },
  'POST /api/cases/{id}/extension-requests': {
    right: 'case:request-extension',
    summary: '申请延期 Ask the head of the organ for more time',
    body: ExtensionRequest,
    idempotent: true,
  },
  'POST /api/cases/{id}/suspension-end': {
    right: 'case:end-suspension',
    summary: '结束特别程序 The clock goes on',
    body: SuspensionEnd,
    idempotent: true,
  },
  'POST /api/cases/{id}/hearing-requests': {
    right: 'case:request-hearing',
    summary: '要求听证 Ask for a hearing, or write down who asked',
    body: HearingRequest,
    idempotent: true,
  },
  'POST /api/matters/{key}/preview': {
    right: 'matter:read',
    summary: '提交前预览 The path of an application as filled in so far; nothing is kept',
    body: ApplicationPreview,
  },
  'POST /api/uploads': { right: 'attachment:create', summary: '上传文件 Upload one file', upload: true },
  'POST /api/phone-uploads': {
    right: 'attachment:create',
    summary: '手机扫码上传 An address for uploads from a telephone; its token is shown this once',
    body: UploadPlace,
  },
  'GET /api/phone-uploads/{id}': { right: 'own', summary: '手机上传的文件 What has come from the telephone' },
  'DELETE /api/phone-uploads/{id}': { right: 'own', summary: '结束手机上传 Take the address back' },
  'POST /api/phone/upload': {
    right: 'public',
    refusals: [409, 410],
    summary: '手机打开上传页 The telephone opens the address, once',
    body: UploadToken,
  },
  'POST /api/phone/upload/files': {
    right: 'public',
    summary: '手机上传一个文件 One file from the telephone; X-Upload-Token and X-Upload-Key',
    upload: true,
    refusals: [409, 410],
  },
  'GET /api/files/{id}': { right: 'attachment:read', summary: '查看或下载文件 A material or a document' },
}
