import Router from '@koa/router'
import type { PERMISSIONS, ResourceType } from '@lianban/tenants'
import { z } from 'zod'
import type { State } from '../context.ts'
import type { Services } from '../services.ts'
import { Appeal, CardLiability, CardList, CardProposal, CardReview, Reply, Verification, Withdrawal } from './cards.ts'
import { ApplicationPreview, ColleagueQuery, Question, QuestionList, QuestionText, TaskPreview, Urging } from './case-desk.ts'
import { Circulation, CirculationEnd, ReaderList, ReadingList, ReadingReply } from './circulations.ts'
import { CALENDAR_OPERATIONS } from './calendar.ts'
import { CaseList, ExtensionRequest, HearingRequest, Submission, Supplement, SuspensionEnd, Waiver } from './cases.ts'
import { DelegationProposal } from './delegations.ts'
import { CheckResult, DebtWaiver, DutyList, OriginalSeen, Settlement } from './duties.ts'
import { EmergencyList, EmergencyOpening, EmergencyReview } from './emergency-access.ts'
import { InboxList } from './inbox.ts'
import { ChangeList, HistoryList, Proposal, Rejection, WhoQuery } from './policies.ts'
import { ConsistencyQuery, DeliveryList, LogQuery } from './log.ts'
import { LICENCE_OPERATIONS } from './licences.ts'
import { NoticeList } from './notices.ts'
import { RuleAdoption, RuleProposal, RuleRejection, RuleTrial } from './rules.ts'
import { OrganChangeBody, OrganIds, OrganList, PostKindBody, Reason } from './organs.ts'
import { Page } from './shapes.ts'
import { NumberSchemeChange, NumberVoid, RegisterExport, RegisterList, RegisterRuns } from './registers.ts'
import { StatisticsExport, StatisticsList } from './statistics.ts'
import { FINISHED_OPERATIONS } from './finished-operations.ts'
import { LampList } from './supervision.ts'
import { RATING_OPERATIONS } from './ratings.ts'
import { SystemLogExport } from './system-log.ts'
import { Batch, BatchQuestion, Completion, People } from './tasks.ts'
import { FormatQuery } from './transfer.ts'
import { VERB_OPERATIONS } from './verbs.ts'
import { NewUserBody, PostEndBody, PostGrantBody, PostMainBody, UserChangeBody, UserList } from './users.ts'
import { ChangePassword, Confirmation, Reauthentication, StrongReauthentication } from './account.ts'
import { NewApiToken } from './api-tokens.ts'
import { OidcStart } from './oidc.ts'
import { Login, LoginCode, LoginPassword } from './session.ts'
import { LinkIdentity } from './user-security.ts'

export interface Operation {
  summary: string
  body?: z.ZodType
  query?: z.ZodObject
  /** A second call with the same Idempotency-Key answers like the first and changes nothing. */
  idempotent?: boolean
  upload?: boolean
  /** Who may: `public`, `own` (whoever is logged in, about himself), or the right that the route asks for, `type:action`. */
  right: Right
}

/** Every `type:action` of the permissions, and the two that need none. */
type Right = 'public' | 'own' | { [T in ResourceType]: `${T}:${keyof (typeof PERMISSIONS)[T]['actions'] & string}` }[ResourceType]

/** Every operation of the API; a test holds this table equal to the routes that are mounted. */
export const OPERATIONS: Record<string, Operation> = {
  'POST /api/session': { right: 'public', summary: '登录 Log in', body: Login },
  'GET /api/session/step': { right: 'public', summary: '登录进行到哪一步 The step of the login that is due' },
  'DELETE /api/session/step': { right: 'public', summary: '放弃登录 Give the login up' },
  'POST /api/session/second-factor': { right: 'public', summary: '动态口令 Prove the second factor', body: LoginCode },
  'POST /api/session/password': { right: 'public', summary: '登录时更换密码 Choose another password', body: LoginPassword },
  'POST /api/session/enrolment': { right: 'public', summary: '登录时绑定动态口令 Enrol a second factor', body: LoginCode },
  'GET /api/login-options': { right: 'public', summary: '登录方式 Ways to log in' },
  'GET /api/oidc/start': { right: 'public', summary: '统一身份认证 To the OpenID Connect issuer', query: OidcStart },
  'GET /api/oidc/callback': { right: 'public', summary: '统一身份认证返回 And back' },
  'GET /api/account/security': { right: 'own', summary: "账号与安全 Password, second factor and identity of one's own account" },
  'POST /api/account/password': { right: 'own', summary: '修改密码 Change the password', body: ChangePassword },
  'GET /api/account/sessions': { right: 'own', summary: "我的登录 One's own sessions" },
  'DELETE /api/account/sessions': { right: 'own', summary: "全部退出 End all of one's own sessions" },
  'DELETE /api/account/sessions/{id}': { right: 'own', summary: "结束一处登录 End one of one's own sessions" },
  'POST /api/account/second-factor': { right: 'own', summary: '绑定动态口令 Begin to enrol a second factor', body: StrongReauthentication },
  'POST /api/account/second-factor/confirmation': { right: 'own', summary: '确认绑定 Confirm it by its first code', body: Confirmation },
  'POST /api/account/second-factor/recovery-codes': {
    right: 'own',
    summary: '重新生成恢复码 New recovery codes',
    body: StrongReauthentication,
  },
  'POST /api/account/second-factor/removal': { right: 'own', summary: '停用动态口令 Do without', body: StrongReauthentication },
  'POST /api/account/identity': { right: 'own', summary: '绑定统一身份 Link an OpenID Connect identity', body: Reauthentication },
  'POST /api/account/identity/removal': { right: 'own', summary: '解除统一身份 Unlink it', body: Reauthentication },
  'POST /api/users/{id}/unlock': { right: 'user:reset-password', summary: '解除锁定 End a lock-out' },
  'POST /api/users/{id}/reset-password': { right: 'user:reset-password', summary: '重置密码 Hand out a one-time password' },
  'POST /api/users/{id}/reset-second-factor': { right: 'user:reset-second-factor', summary: '重置动态口令 Take a second factor away' },
  'POST /api/users/{id}/identity': { right: 'user:grant', summary: '代为绑定统一身份 Link an identity to an account', body: LinkIdentity },
  'POST /api/users/{id}/identity/removal': { right: 'user:grant', summary: '代为解除统一身份 Unlink it' },
  'GET /api/api-tokens': { right: 'api-token:list', summary: '接口令牌 Tokens of workers and departmental systems', query: Page },
  'GET /api/api-tokens/options': { right: 'api-token:create', summary: '可授予的权限 What a token may be given' },
  'POST /api/api-tokens': { right: 'api-token:create', summary: '发放接口令牌 Create a token; it is shown this once', body: NewApiToken },
  'POST /api/api-tokens/{id}/revocation': { right: 'api-token:revoke', summary: '吊销接口令牌 Revoke a token' },
  'GET /api/session': { right: 'own', summary: '当前登录人 Who am I' },
  'DELETE /api/session': { right: 'own', summary: '退出 Log out' },
  'GET /api/demo-accounts': { right: 'public', summary: '演示账号(仅演示环境) Accounts of the sample county' },
  'GET /api/matters': { right: 'matter:list', summary: '事项目录 Catalogue of matters' },
  'GET /api/matters/{key}': { right: 'matter:read', summary: '办事指南与申请表 Guidance page and application form' },
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
  ...LICENCE_OPERATIONS,
  'GET /api/checks': { right: 'check-duty:list', summary: '承诺核查 Checks that are owed', query: DutyList },
  'POST /api/files/{id}/verification': { right: 'attachment:verify', summary: '已核对原件 The original was seen', body: OriginalSeen },
  'POST /api/tasks/batch': {
    right: 'own',
    summary: '批量办理 One action on several tasks, each with its own result',
    body: Batch,
  },
  'POST /api/tasks/batch/offer': {
    right: 'own',
    summary: '可否批量办理 Which tasks may be done together, and why not; nothing is done',
    body: BatchQuestion,
  },
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
  ...CALENDAR_OPERATIONS,
  'GET /api/tasks/{id}': { right: 'task:read', summary: '任务 One step, its form and its actions' },
  'POST /api/tasks/{id}/claim': { right: 'task:claim', summary: '签收 Claim' },
  'POST /api/tasks/{id}/release': { right: 'task:release', summary: '退签 Release' },
  'POST /api/tasks/{id}/complete': {
    right: 'task:complete',
    summary: '办理 Complete by one of the actions of this step',
    body: Completion,
    idempotent: true,
  },
  ...VERB_OPERATIONS,
  'GET /api/tasks/{id}/people': { right: 'task:read', summary: '可选人员 Holders of a post for this step', query: People },
  'GET /api/cases/{id}/circulations': { right: 'case:read', summary: '传阅情况 Circulations of a case' },
  'POST /api/cases/{id}/circulations': {
    right: 'case:circulate',
    summary: '传阅 Send a case round',
    body: Circulation,
    idempotent: true,
  },
  'POST /api/cases/{id}/opening': { right: 'case:read', summary: '已阅 The reader has opened it' },
  'GET /api/circulations': { right: 'own', summary: '传阅给我的 What is circulated to me', query: ReadingList },
  'GET /api/circulations/{id}/readers': { right: 'case:read', summary: '阅看人员 Readers and what they did', query: ReaderList },
  'POST /api/circulations/{id}/chase': { right: 'case:circulate', summary: '催阅 Ask who has not read it again' },
  'POST /api/circulations/{id}/cancellation': {
    right: 'case:circulate',
    summary: '取消传阅 End a circulation, for all or for some',
    body: CirculationEnd,
  },
  'POST /api/circulations/{id}/reply': { right: 'own', summary: '传阅意见 Reply to what is circulated to me', body: ReadingReply },
  'GET /api/cases/{id}/desk': { right: 'case:read', summary: '可用操作 What may be done besides the steps' },
  'GET /api/cases/{id}/colleagues': { right: 'case:read', summary: '查找人员 Whom to ask or tell', query: ColleagueQuery },
  'GET /api/cases/{id}/preview': { right: 'case:read', summary: '流程预览 Done, running and to come' },
  'POST /api/cases/{id}/urge': { right: 'case:urge', summary: '催办 Urge who has it in hand', body: Urging },
  'GET /api/cases/{id}/questions': { right: 'case:read', summary: '沟通记录 Questions of a case' },
  'POST /api/tasks/{id}/questions': { right: 'task:ask', summary: '沟通 Ask somebody', body: Question, idempotent: true },
  'POST /api/tasks/{id}/preview': {
    right: 'task:read',
    summary: '办理前预览 The path if an action were taken; nothing is done',
    body: TaskPreview,
  },
  'POST /api/matters/{key}/preview': {
    right: 'matter:read',
    summary: '提交前预览 The path of an application as filled in so far; nothing is kept',
    body: ApplicationPreview,
  },
  'GET /api/questions': { right: 'own', summary: '待答复 Questions put to me, and mine', query: QuestionList },
  'POST /api/questions/{id}/answer': { right: 'own', summary: '答复 Answer', body: QuestionText },
  'POST /api/questions/{id}/follow-up': { right: 'own', summary: '继续沟通 One more round', body: QuestionText },
  'POST /api/questions/{id}/withdrawal': { right: 'own', summary: '撤回提问 Withdraw an open question' },
  'GET /api/inbox': { right: 'own', summary: '待办 / 已办 Inbox', query: InboxList },
  'GET /api/inbox/stream': { right: 'own', summary: '待办数变化 Live count (text/event-stream)' },
  'POST /api/uploads': { right: 'attachment:create', summary: '上传文件 Upload one file', upload: true },
  'GET /api/files/{id}': { right: 'attachment:read', summary: '查看或下载文件 A material or a document' },
  'GET /api/supervision/overview': { right: 'supervision:read', summary: '监察概览 Cases by lamp, and the log head' },
  'GET /api/supervision/cases': { right: 'supervision:read', summary: '监察办件 Cases by lamp', query: LampList },
  'GET /api/supervision/cases/{id}/log': { right: 'supervision:read', summary: '办件日志 The log of one case', query: Page },
  'POST /api/supervision/verification': { right: 'supervision:verify', summary: '校验日志 Verify the whole log' },
  'GET /api/supervision/checkpoints': { right: 'supervision:verify', summary: '检查点 Signed checkpoints', query: Page },
  'GET /api/incidents': { right: 'incident:list', summary: '异常任务 Incidents', query: Page },
  'POST /api/incidents/{id}/retry': { right: 'incident:retry', summary: '重试 Try again' },
  'GET /api/policies': { right: 'policy:list', summary: '权限规则 Rules and their version' },
  'GET /api/policies/vocabulary': { right: 'policy:list', summary: '权限用语 Types, actions, scopes, conditions, roles' },
  'GET /api/policies/changes': { right: 'policy:list', summary: '规则修改 Proposals', query: ChangeList },
  'POST /api/policies/changes': { right: 'policy:propose', summary: '提出规则修改 Propose a change', body: Proposal },
  'POST /api/policies/changes/{id}/confirm': { right: 'policy:confirm', summary: '确认修改 Confirm, by a second person' },
  'POST /api/policies/changes/{id}/reject': { right: 'policy:confirm', summary: '否决修改 Reject', body: Rejection },
  'POST /api/policies/changes/{id}/withdraw': { right: 'policy:propose', summary: '撤回修改 Withdraw' },
  'GET /api/policies/history': { right: 'policy:list', summary: '规则沿革 What each version changed', query: HistoryList },
  'GET /api/policies/versions/{version}': { right: 'policy:list', summary: '历史版本 The rules of a version' },
  'GET /api/permissions/who': { right: 'policy:list', summary: '谁能做 Who can do it, and why', query: WhoQuery },
  'GET /api/permissions/people/{id}': { right: 'policy:list', summary: '能做什么 What a person can do, and why' },
  'GET /api/delegations': { right: 'delegation:list', summary: '委托代理 Given and received' },
  'GET /api/delegations/candidates': { right: 'delegation:create', summary: '可委托的人员 Whom one can entrust' },
  'GET /api/delegations/matters': { right: 'delegation:create', summary: '可委托的事项和环节 What a delegation may be narrowed to' },
  'POST /api/delegations': { right: 'delegation:create', summary: '提出委托 Entrust somebody', body: DelegationProposal },
  'POST /api/delegations/{id}/accept': { right: 'delegation:accept', summary: '接受委托 Accept' },
  'POST /api/delegations/{id}/end': { right: 'delegation:revoke', summary: '婉拒或撤销 Decline or revoke' },
  'POST /api/emergency-access': { right: 'emergency-access:open', summary: '启用应急访问 Open emergency access', body: EmergencyOpening },
  'GET /api/emergency-access/own': { right: 'emergency-access:open', summary: '本人的应急访问 One’s own' },
  'GET /api/emergency-access': { right: 'emergency-access:list', summary: '应急访问复核 To be reviewed', query: EmergencyList },
  'POST /api/emergency-access/{id}/review': { right: 'emergency-access:review', summary: '复核 Judge one', body: EmergencyReview },
  'GET /api/organs': { right: 'organ:list', summary: '单位(按日期) Organs as of a day', query: OrganList },
  'GET /api/organs/changes': { right: 'organ:list', summary: '单位变更 Changes of organs, done and planned' },
  'POST /api/organs/changes': {
    right: 'organ:write',
    summary: '登记单位变更 Create, rename, move, merge, split, close',
    body: OrganChangeBody,
  },
  'POST /api/organs/changes/{id}/cancel': { right: 'organ:write', summary: '取消未生效的变更 Take a planned change back', body: Reason },
  'POST /api/organs/footprint': { right: 'organ:write', summary: '变更影响 What a change would touch', body: OrganIds },
  'GET /api/post-kinds': { right: 'organ:list', summary: '岗位目录 Kinds of post' },
  'POST /api/post-kinds': { right: 'organ:write', summary: '维护岗位目录 Add or name a kind of post', body: PostKindBody },
  'GET /api/users': { right: 'user:read', summary: '用户 Staff accounts', query: UserList },
  'POST /api/users': {
    right: 'user:create',
    summary: '新建用户 New account; its first password is in this answer alone',
    body: NewUserBody,
  },
  'GET /api/users/{id}': { right: 'user:read', summary: '人员 One person with all posts' },
  'POST /api/users/{id}': { right: 'user:write', summary: '修改用户 Name, telephone, username', body: UserChangeBody },
  'POST /api/users/{id}/disable': { right: 'user:disable', summary: '停用 Posts and sessions end, tasks go back', body: Reason },
  'POST /api/users/{id}/enable': { right: 'user:disable', summary: '启用 Use the account again', body: Reason },
  'POST /api/users/{id}/posts': { right: 'user:grant', summary: '授予岗位 Grant a post', body: PostGrantBody },
  'POST /api/users/{id}/posts/end': { right: 'user:grant', summary: '终止任职 End a post', body: PostEndBody },
  'POST /api/users/{id}/posts/main': { right: 'user:grant', summary: '改定主岗 Make a post the main one', body: PostMainBody },
  'GET /api/transfer/{kind}/template': { right: 'user:import', summary: '导入模板 Empty file to fill in', query: FormatQuery },
  'GET /api/transfer/{kind}/export': { right: 'user:export', summary: '导出 Everything of the kind', query: FormatQuery },
  'POST /api/transfer/{kind}/preview': { right: 'user:import', summary: '试运行导入 Trial run of an import', upload: true },
  'POST /api/transfer/{kind}/confirm': {
    right: 'user:import',
    summary: '确认导入 Do what the trial run showed (fields plan, mode)',
    upload: true,
  },
  'GET /api/public/verify/{code}': { right: 'public', summary: '文书证照核验 Verify a document' },
  'POST /api/public/verify/{code}': { right: 'public', summary: '电子文件比对 Hold a file against the document', upload: true },
  'GET /api/registers': { right: 'register:list', summary: '登记簿 A register of numbers', query: RegisterList },
  'GET /api/registers/runs': { right: 'register:list', summary: '缺号检查 Every run with its gaps', query: RegisterRuns },
  'GET /api/registers/export': { right: 'register:export', summary: '导出登记簿 A register as XLSX', query: RegisterExport },
  ...FINISHED_OPERATIONS,
  'POST /api/registers/void': { right: 'register:void', summary: '作废编号 Void a number, which is kept', body: NumberVoid },
  'GET /api/number-schemes': { right: 'register:configure', summary: '编号规则 Numbering schemes' },
  'POST /api/number-schemes/{name}': { right: 'register:configure', summary: '修改编号规则 Change a scheme', body: NumberSchemeChange },
  'GET /api/openapi.json': { right: 'public', summary: 'This document' },
  'GET /api/supervision/entries': { right: 'supervision:read', summary: '日志检索 Search the log', query: LogQuery },
  'GET /api/supervision/entries/{id}': { right: 'supervision:read', summary: '日志条目 One entry' },
  'GET /api/supervision/entries/{id}/proof': { right: 'supervision:read', summary: '存在证明 Inclusion proof under the latest checkpoint' },
  'GET /api/supervision/consistency': {
    right: 'supervision:verify',
    summary: '延续证明 That one checkpoint goes on from another',
    query: ConsistencyQuery,
  },
  'GET /api/supervision/public-key': { right: 'supervision:verify', summary: '公钥 Public key of the log' },
  'GET /api/supervision/deliveries': {
    right: 'supervision:verify',
    summary: '检查点发布记录 Deliveries of checkpoints',
    query: DeliveryList,
  },
  'POST /api/supervision/deliveries/{id}/resend': { right: 'supervision:verify', summary: '重新发送 Send a dead delivery again' },
  'POST /api/supervision/verification/report': { right: 'supervision:verify', summary: '核验报告(PDF) Verify and print the report' },
  'GET /api/system-log': { right: 'system-log:read', summary: '系统审计日志 The system audit log', query: LogQuery },
  'GET /api/system-log/export': {
    right: 'system-log:export',
    summary: '导出系统审计日志(CSV) Export the system audit log',
    query: SystemLogExport,
  },
  'GET /api/notices': { right: 'notice:list', summary: '通知 Notices', query: NoticeList },
  'POST /api/notices/read': { right: 'notice:read', summary: '全部已读 Mark all read' },
  'POST /api/notices/{id}/read': { right: 'notice:read', summary: '已读 Mark read' },
  ...RATING_OPERATIONS,
  'GET /api/cards': { right: 'card:list', summary: '监察牌 Supervision cards', query: CardList },
  'POST /api/cards': { right: 'card:issue', summary: '提出发牌 Propose a card, checked by a second person', body: CardProposal },
  'GET /api/cards/counts': { right: 'card:list', summary: '监察牌计数 Cards by state and colour' },
  'GET /api/cards/organs': { right: 'card:issue', summary: '可发牌单位 Organs that a card may be proposed for' },
  'GET /api/cards/{id}': { right: 'card:read', summary: '监察牌详情 One card with its time line' },
  'POST /api/cards/{id}/verification': {
    right: 'card:review',
    summary: '核对 The second person checks a proposed card',
    body: Verification,
  },
  'POST /api/cards/{id}/signature': { right: 'card:sign', summary: '签收 Sign for a card' },
  'POST /api/cards/{id}/reply': { right: 'card:reply', summary: '说明或整改 Reply with evidence', body: Reply },
  'POST /api/cards/{id}/appeal': { right: 'card:appeal', summary: '申诉 Appeal within three workdays', body: Appeal },
  'POST /api/cards/{id}/review': { right: 'card:review', summary: '审核 Uphold, cancel, return or pass up', body: CardReview },
  'POST /api/cards/{id}/liability': { right: 'card:withdraw', summary: '责任认定 Who answers for it', body: CardLiability },
  'POST /api/cards/{id}/withdrawal': { right: 'card:withdraw', summary: '撤销 Withdraw with a reason', body: Withdrawal },
  'GET /api/cards/{id}/files/{fileId}': { right: 'card:read', summary: '佐证材料 A file given as evidence' },
  'GET /api/rules': { right: 'rule:list', summary: '监察规则 Rules in force and open proposals' },
  'GET /api/rules/{id}/versions': { right: 'rule:list', summary: '规则历史 Every version of a rule' },
  'POST /api/rules/proposals': { right: 'rule:propose', summary: '提出修改 Propose a change', body: RuleProposal },
  'POST /api/rules/trial': { right: 'rule:list', summary: '试算 What a rule would have done in 30 days', body: RuleTrial },
  'POST /api/rules/{id}/versions/{version}/adoption': {
    right: 'rule:propose',
    summary: '采用新版本 Propose what a release offers',
    body: RuleAdoption,
  },
  'POST /api/rules/{id}/versions/{version}/confirmation': { right: 'rule:confirm', summary: '确认修改 The second person confirms' },
  'POST /api/rules/{id}/versions/{version}/rejection': {
    right: 'rule:confirm',
    summary: '退回修改 The second person sends back',
    body: RuleRejection,
  },
  'GET /api/statistics': { right: 'statistics:read', summary: '监察统计 Indicators', query: StatisticsList },
  'GET /api/statistics/board': { right: 'statistics:read', summary: '监察看板 Cards by day and organ' },
  'GET /api/statistics/export': { right: 'statistics:export', summary: '导出统计 Indicators as a file', query: StatisticsExport },
}

/** The API described by OpenAPI 3.1, made from the same zod schemas that check the requests. */
export function openApiRoutes(_services: Services): Router<State> {
  const router = new Router<State>()
  const document = openApiDocument()
  router.get('/api/openapi.json', (ctx) => {
    ctx.body = document
  })
  return router
}

export function openApiDocument() {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [name, operation] of Object.entries(OPERATIONS)) {
    const [method, path] = name.split(' ') as [string, string]
    paths[path] = { ...paths[path], [method.toLowerCase()]: describe(path, operation) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '联办 Lianban',
      version: '0.1.0',
      description:
        'Session by cookie; calls that change something carry X-CSRF-Token. Errors: { error: { code, message, details, requestId } }.',
    },
    paths,
    components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'lianban_session' } } },
  }
}

function describe(path: string, operation: Operation) {
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map((match) => ({ name: match[1], in: 'path', required: true, schema: { type: 'string' } })),
    ...(operation.idempotent
      ? [{ name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string', pattern: '^[\\w-]{8,64}$' } }]
      : []),
    ...Object.entries(operation.query?.shape ?? {}).map(([name, schema]) => ({
      name,
      in: 'query',
      schema: jsonSchema(schema as z.ZodType),
    })),
  ]
  return {
    summary: operation.summary,
    ...(parameters.length ? { parameters } : {}),
    ...(operation.body ? { requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(operation.body) } } } } : {}),
    ...(operation.upload
      ? {
          requestBody: {
            required: true,
            content: {
              'multipart/form-data': {
                schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file'] },
              },
            },
          },
        }
      : {}),
    responses: { '2XX': { description: 'Success' }, '4XX': { description: 'Refused, with a stable code' } },
    security: operation.right === 'public' ? [] : [{ session: [] }],
    'x-right': operation.right,
  }
}

const jsonSchema = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
