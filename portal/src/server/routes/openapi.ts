import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import type { Services } from '../services.ts'
import { Appeal, CardLiability, CardList, CardProposal, CardReview, Reply, Verification, Withdrawal } from './cards.ts'
import { CaseList, Submission, Supplement, Waiver } from './cases.ts'
import { DelegationProposal } from './delegations.ts'
import { EmergencyList, EmergencyOpening, EmergencyReview } from './emergency-access.ts'
import { InboxList } from './inbox.ts'
import { ChangeList, HistoryList, Proposal, Rejection, WhoQuery } from './policies.ts'
import { NoticeList } from './notices.ts'
import { RuleProposal, RuleRejection, RuleTrial } from './rules.ts'
import { OrganChangeBody, OrganIds, OrganList, PostKindBody, Reason } from './organs.ts'
import { Page } from './shapes.ts'
import { StatisticsExport, StatisticsList } from './statistics.ts'
import { LampList } from './supervision.ts'
import { Completion, People } from './tasks.ts'
import { FormatQuery } from './transfer.ts'
import { NewUserBody, PostEndBody, PostGrantBody, PostMainBody, UserChangeBody, UserList } from './users.ts'
import { ChangePassword, Confirmation, Reauthentication, StrongReauthentication } from './account.ts'
import { NewApiToken } from './api-tokens.ts'
import { OidcStart } from './oidc.ts'
import { Login, LoginCode, LoginPassword } from './session.ts'
import { LinkIdentity } from './user-security.ts'

interface Operation {
  summary: string
  body?: z.ZodType
  query?: z.ZodObject
  /** A second call with the same Idempotency-Key answers like the first and changes nothing. */
  idempotent?: boolean
  upload?: boolean
  public?: boolean
}

/** Every operation of the API; a test holds this table equal to the routes that are mounted. */
export const OPERATIONS: Record<string, Operation> = {
  'POST /api/session': { summary: '登录 Log in', body: Login, public: true },
  'GET /api/session/step': { summary: '登录进行到哪一步 The step of the login that is due', public: true },
  'DELETE /api/session/step': { summary: '放弃登录 Give the login up', public: true },
  'POST /api/session/second-factor': { summary: '动态口令 Prove the second factor', body: LoginCode, public: true },
  'POST /api/session/password': { summary: '登录时更换密码 Choose another password', body: LoginPassword, public: true },
  'POST /api/session/enrolment': { summary: '登录时绑定动态口令 Enrol a second factor', body: LoginCode, public: true },
  'GET /api/login-options': { summary: '登录方式 Ways to log in', public: true },
  'GET /api/oidc/start': { summary: '统一身份认证 To the OpenID Connect issuer', query: OidcStart, public: true },
  'GET /api/oidc/callback': { summary: '统一身份认证返回 And back', public: true },
  'GET /api/account/security': { summary: '账号与安全 Password, second factor and identity of one\'s own account' },
  'POST /api/account/password': { summary: '修改密码 Change the password', body: ChangePassword },
  'GET /api/account/sessions': { summary: '我的登录 One\'s own sessions' },
  'DELETE /api/account/sessions': { summary: '全部退出 End all of one\'s own sessions' },
  'DELETE /api/account/sessions/{id}': { summary: '结束一处登录 End one of one\'s own sessions' },
  'POST /api/account/second-factor': { summary: '绑定动态口令 Begin to enrol a second factor', body: StrongReauthentication },
  'POST /api/account/second-factor/confirmation': { summary: '确认绑定 Confirm it by its first code', body: Confirmation },
  'POST /api/account/second-factor/recovery-codes': { summary: '重新生成恢复码 New recovery codes', body: StrongReauthentication },
  'POST /api/account/second-factor/removal': { summary: '停用动态口令 Do without', body: StrongReauthentication },
  'POST /api/account/identity': { summary: '绑定统一身份 Link an OpenID Connect identity', body: Reauthentication },
  'POST /api/account/identity/removal': { summary: '解除统一身份 Unlink it', body: Reauthentication },
  'POST /api/users/{id}/unlock': { summary: '解除锁定 End a lock-out' },
  'POST /api/users/{id}/reset-password': { summary: '重置密码 Hand out a one-time password' },
  'POST /api/users/{id}/reset-second-factor': { summary: '重置动态口令 Take a second factor away' },
  'POST /api/users/{id}/identity': { summary: '代为绑定统一身份 Link an identity to an account', body: LinkIdentity },
  'POST /api/users/{id}/identity/removal': { summary: '代为解除统一身份 Unlink it' },
  'GET /api/api-tokens': { summary: '接口令牌 Tokens of workers and departmental systems', query: Page },
  'GET /api/api-tokens/options': { summary: '可授予的权限 What a token may be given' },
  'POST /api/api-tokens': { summary: '发放接口令牌 Create a token; it is shown this once', body: NewApiToken },
  'POST /api/api-tokens/{id}/revocation': { summary: '吊销接口令牌 Revoke a token' },
  'GET /api/session': { summary: '当前登录人 Who am I' },
  'DELETE /api/session': { summary: '退出 Log out' },
  'GET /api/demo-accounts': { summary: '演示账号(仅演示环境) Accounts of the sample county', public: true },
  'GET /api/matters': { summary: '事项目录 Catalogue of matters' },
  'GET /api/matters/{key}': { summary: '办事指南与申请表 Guidance page and application form' },
  'POST /api/cases': { summary: '提交申请 Hand in an application', body: Submission, idempotent: true },
  'GET /api/cases': { summary: '办件列表 Cases', query: CaseList },
  'GET /api/cases/{id}': { summary: '办件详情 One case' },
  'GET /api/cases/{id}/timeline': { summary: '办理过程 One line per hop' },
  'GET /api/cases/{id}/diagram': { summary: '流程图 The model, with where the case stands' },
  'GET /api/cases/{id}/open-steps': { summary: '谁能办理当前环节 Who can take the open steps, and why not' },
  'POST /api/cases/{id}/separation-waivers': { summary: '豁免岗位分离 Lift separation of duties for one person and step', body: Waiver },
  'POST /api/cases/{id}/supplement': { summary: '提交补正材料 Hand in what was missing', body: Supplement, idempotent: true },
  'GET /api/tasks/{id}': { summary: '任务 One step, its form and its actions' },
  'POST /api/tasks/{id}/claim': { summary: '签收 Claim' },
  'POST /api/tasks/{id}/release': { summary: '退签 Release' },
  'POST /api/tasks/{id}/complete': { summary: '办理 Complete by one of the actions of this step', body: Completion, idempotent: true },
  'GET /api/tasks/{id}/people': { summary: '可选人员 Holders of a post for this step', query: People },
  'GET /api/inbox': { summary: '待办 / 已办 Inbox', query: InboxList },
  'GET /api/inbox/stream': { summary: '待办数变化 Live count (text/event-stream)' },
  'POST /api/uploads': { summary: '上传文件 Upload one file', upload: true },
  'GET /api/files/{id}': { summary: '查看或下载文件 A material or a document' },
  'GET /api/supervision/overview': { summary: '监察概览 Cases by lamp, and the log head' },
  'GET /api/supervision/cases': { summary: '监察办件 Cases by lamp', query: LampList },
  'GET /api/supervision/cases/{id}/log': { summary: '办件日志 The log of one case', query: Page },
  'POST /api/supervision/verification': { summary: '校验日志 Verify the whole log' },
  'GET /api/supervision/checkpoints': { summary: '检查点 Signed checkpoints', query: Page },
  'GET /api/notices': { summary: '通知 Notices', query: NoticeList },
  'POST /api/notices/read': { summary: '全部已读 Mark all read' },
  'POST /api/notices/{id}/read': { summary: '已读 Mark read' },
  'GET /api/cards': { summary: '监察牌 Supervision cards', query: CardList },
  'POST /api/cards': { summary: '提出发牌 Propose a card, checked by a second person', body: CardProposal },
  'GET /api/cards/counts': { summary: '监察牌计数 Cards by state and colour' },
  'GET /api/cards/organs': { summary: '可发牌单位 Organs that a card may be proposed for' },
  'GET /api/cards/{id}': { summary: '监察牌详情 One card with its time line' },
  'POST /api/cards/{id}/verification': { summary: '核对 The second person checks a proposed card', body: Verification },
  'POST /api/cards/{id}/signature': { summary: '签收 Sign for a card' },
  'POST /api/cards/{id}/reply': { summary: '说明或整改 Reply with evidence', body: Reply },
  'POST /api/cards/{id}/appeal': { summary: '申诉 Appeal within three workdays', body: Appeal },
  'POST /api/cards/{id}/review': { summary: '审核 Uphold, cancel, return or pass up', body: CardReview },
  'POST /api/cards/{id}/liability': { summary: '责任认定 Who answers for it', body: CardLiability },
  'POST /api/cards/{id}/withdrawal': { summary: '撤销 Withdraw with a reason', body: Withdrawal },
  'GET /api/cards/{id}/files/{fileId}': { summary: '佐证材料 A file given as evidence' },
  'GET /api/rules': { summary: '监察规则 Rules in force and open proposals' },
  'GET /api/rules/{id}/versions': { summary: '规则历史 Every version of a rule' },
  'POST /api/rules/proposals': { summary: '提出修改 Propose a change', body: RuleProposal },
  'POST /api/rules/trial': { summary: '试算 What a rule would have done in 30 days', body: RuleTrial },
  'POST /api/rules/{id}/versions/{version}/confirmation': { summary: '确认修改 The second person confirms' },
  'POST /api/rules/{id}/versions/{version}/rejection': { summary: '退回修改 The second person sends back', body: RuleRejection },
  'GET /api/statistics': { summary: '监察统计 Indicators', query: StatisticsList },
  'GET /api/statistics/board': { summary: '监察看板 Cards by day and organ' },
  'GET /api/statistics/export': { summary: '导出统计 Indicators as a file', query: StatisticsExport },
  'GET /api/incidents': { summary: '异常任务 Incidents', query: Page },
  'POST /api/incidents/{id}/retry': { summary: '重试 Try again' },
  'GET /api/policies': { summary: '权限规则 Rules and their version' },
  'GET /api/policies/vocabulary': { summary: '权限用语 Types, actions, scopes, conditions, roles' },
  'GET /api/policies/changes': { summary: '规则修改 Proposals', query: ChangeList },
  'POST /api/policies/changes': { summary: '提出规则修改 Propose a change', body: Proposal },
  'POST /api/policies/changes/{id}/confirm': { summary: '确认修改 Confirm, by a second person' },
  'POST /api/policies/changes/{id}/reject': { summary: '否决修改 Reject', body: Rejection },
  'POST /api/policies/changes/{id}/withdraw': { summary: '撤回修改 Withdraw' },
  'GET /api/policies/history': { summary: '规则沿革 What each version changed', query: HistoryList },
  'GET /api/policies/versions/{version}': { summary: '历史版本 The rules of a version' },
  'GET /api/permissions/who': { summary: '谁能做 Who can do it, and why', query: WhoQuery },
  'GET /api/permissions/people/{id}': { summary: '能做什么 What a person can do, and why' },
  'GET /api/delegations': { summary: '委托代理 Given and received' },
  'GET /api/delegations/candidates': { summary: '可委托的人员 Whom one can entrust' },
  'POST /api/delegations': { summary: '提出委托 Entrust somebody', body: DelegationProposal },
  'POST /api/delegations/{id}/accept': { summary: '接受委托 Accept' },
  'POST /api/delegations/{id}/end': { summary: '婉拒或撤销 Decline or revoke' },
  'POST /api/emergency-access': { summary: '启用应急访问 Open emergency access', body: EmergencyOpening },
  'GET /api/emergency-access/own': { summary: '本人的应急访问 One’s own' },
  'GET /api/emergency-access': { summary: '应急访问复核 To be reviewed', query: EmergencyList },
  'POST /api/emergency-access/{id}/review': { summary: '复核 Judge one', body: EmergencyReview },
  'GET /api/organs': { summary: '单位(按日期) Organs as of a day', query: OrganList },
  'GET /api/organs/changes': { summary: '单位变更 Changes of organs, done and planned' },
  'POST /api/organs/changes': { summary: '登记单位变更 Create, rename, move, merge, split, close', body: OrganChangeBody },
  'POST /api/organs/changes/{id}/cancel': { summary: '取消未生效的变更 Take a planned change back', body: Reason },
  'POST /api/organs/footprint': { summary: '变更影响 What a change would touch', body: OrganIds },
  'GET /api/post-kinds': { summary: '岗位目录 Kinds of post' },
  'POST /api/post-kinds': { summary: '维护岗位目录 Add or name a kind of post', body: PostKindBody },
  'GET /api/users': { summary: '用户 Staff accounts', query: UserList },
  'POST /api/users': { summary: '新建用户 New account; its first password is in this answer alone', body: NewUserBody },
  'GET /api/users/{id}': { summary: '人员 One person with all posts' },
  'POST /api/users/{id}': { summary: '修改用户 Name, telephone, username', body: UserChangeBody },
  'POST /api/users/{id}/disable': { summary: '停用 Posts and sessions end, tasks go back', body: Reason },
  'POST /api/users/{id}/enable': { summary: '启用 Use the account again', body: Reason },
  'POST /api/users/{id}/posts': { summary: '授予岗位 Grant a post', body: PostGrantBody },
  'POST /api/users/{id}/posts/end': { summary: '终止任职 End a post', body: PostEndBody },
  'POST /api/users/{id}/posts/main': { summary: '改定主岗 Make a post the main one', body: PostMainBody },
  'GET /api/transfer/{kind}/template': { summary: '导入模板 Empty file to fill in', query: FormatQuery },
  'GET /api/transfer/{kind}/export': { summary: '导出 Everything of the kind', query: FormatQuery },
  'POST /api/transfer/{kind}/preview': { summary: '试运行导入 Trial run of an import', upload: true },
  'POST /api/transfer/{kind}/confirm': { summary: '确认导入 Do what the trial run showed (fields plan, mode)', upload: true },
  'GET /api/public/verify/{code}': { summary: '证照核验 Verify a licence', public: true },
  'GET /api/openapi.json': { summary: 'This document', public: true },
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
    info: { title: '联办 Lianban', version: '0.1.0', description: 'Session by cookie; calls that change something carry X-CSRF-Token. Errors: { error: { code, message, details, requestId } }.' },
    paths,
    components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'lianban_session' } } },
  }
}

function describe(path: string, operation: Operation) {
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map((match) => ({ name: match[1], in: 'path', required: true, schema: { type: 'string' } })),
    ...(operation.idempotent ? [{ name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string', pattern: '^[\\w-]{8,64}$' } }] : []),
    ...Object.entries(operation.query?.shape ?? {}).map(([name, schema]) => ({ name, in: 'query', schema: jsonSchema(schema as z.ZodType) })),
  ]
  return {
    summary: operation.summary,
    ...(parameters.length ? { parameters } : {}),
    ...(operation.body ? { requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(operation.body) } } } } : {}),
    ...(operation.upload ? { requestBody: { required: true, content: { 'multipart/form-data': { schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file'] } } } } } : {}),
    responses: { '2XX': { description: 'Success' }, '4XX': { description: 'Refused, with a stable code' } },
    security: operation.public ? [] : [{ session: [] }],
  }
}

const jsonSchema = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
