/** An error with a stable code for programs, a status for HTTP and a message for people. */
export class TenantsError extends Error {
  readonly code: string
  /** HTTP status that fits. */
  readonly status: number
  readonly details?: Record<string, unknown>

  constructor(status: number, code: string, message: string, details?: Record<string, unknown>) {
    super(message)
    this.name = 'TenantsError'
    this.status = status
    this.code = code
    this.details = details
  }
}

/** 401: username or password is wrong; it does not say which. */
export const loginFailed = (): TenantsError =>
  new TenantsError(401, 'LOGIN_FAILED', '用户名或密码不正确。请核对后重试;忘记密码的,请联系本单位系统管理员重置。')

/** 423: too many wrong passwords; `lockedUntil` is UTC epoch milliseconds. */
export const accountLocked = (lockedUntil: number, minutes: number): TenantsError =>
  new TenantsError(423, 'ACCOUNT_LOCKED', `密码连续输错次数过多,账号已锁定。请在 ${minutes} 分钟后重试,或联系系统管理员。`, { lockedUntil })

/** 403: the caller's posts do not allow the action. The message says what is missing and who can grant it. */
export const notAuthorized = (message: string, details: { action: string; type: string; rule: string | null }): TenantsError =>
  new TenantsError(403, 'NOT_AUTHORIZED', message, details)

/** 404 in the place of 403, for a caller who may not even know that the thing exists. */
export const notFound = (): TenantsError => new TenantsError(404, 'NOT_FOUND', '没有找到该内容,或您无权查看。')

/** 409: the username is taken. */
export const usernameTaken = (username: string): TenantsError =>
  new TenantsError(409, 'USERNAME_TAKEN', `用户名“${username}”已被使用,请换一个。`, { username })

/** 422: the password is too weak; `problems` are sentences that name each reason. */
export const passwordTooWeak = (problems: string[]): TenantsError =>
  new TenantsError(422, 'PASSWORD_TOO_WEAK', problems.join(''), { reasons: problems })

/** 422: the password was used before. */
export const passwordReused = (last: number): TenantsError =>
  new TenantsError(
    422,
    'PASSWORD_REUSED',
    last > 1 ? `不能使用最近 ${last} 次用过的密码,请另设一个。` : '新密码不能与现在的密码相同,请另设一个。',
  )

/** 401: a password that was handed out served its time. */
export const oneTimePasswordOver = (): TenantsError =>
  new TenantsError(401, 'ONE_TIME_PASSWORD_OVER', '该一次性密码已过有效期。请联系本单位系统管理员重新重置密码。')

/** 403: the old password, asked again before a change, is wrong. */
export const passwordWrong = (): TenantsError => new TenantsError(403, 'PASSWORD_WRONG', '现用密码不正确,请核对后重新输入。')

/** 403: staff without any post. */
export const noPost = (): TenantsError => new TenantsError(403, 'NO_POST', '您目前没有任何岗位,不能登录。请联系本单位系统管理员核对岗位。')

/** 401: no login is under way in this browser, or it took too long. */
export const loginOver = (): TenantsError => new TenantsError(401, 'LOGIN_OVER', '登录未在规定时间内完成,请重新输入用户名和密码。')

/** 409: the login is at another step than the one answered. */
export const loginStepNotDue = (): TenantsError => new TenantsError(409, 'LOGIN_STEP_NOT_DUE', '登录已进行到其他步骤,请刷新页面后继续。')

/** 409: the QR code was not confirmed in time. */
export const enrolmentOver = (): TenantsError => new TenantsError(409, 'ENROLMENT_OVER', '二维码已失效,请重新获取后再绑定。')

/** 409: who must have a second factor cannot give it up. */
export const secondFactorNeeded = (): TenantsError =>
  new TenantsError(409, 'SECOND_FACTOR_NEEDED', '您的岗位必须使用动态口令,不能关闭;需要更换手机的,请重新绑定。')

/** 404: no such session of this person. */
export const sessionNotFound = (): TenantsError => new TenantsError(404, 'SESSION_NOT_FOUND', '该登录已经结束,请刷新后查看。')

/** 409: the identity belongs to another account, or the account has one already. */
export const identityTaken = (): TenantsError =>
  new TenantsError(409, 'IDENTITY_TAKEN', '该统一身份或该账号已有绑定。请先解除原绑定,或联系安全管理员核对。')

/** What went wrong with a login by OpenID Connect. */
export type OidcFailure = 'unreachable' | 'expired' | 'refused' | 'invalid'

const OIDC_MESSAGES: Record<OidcFailure, string> = {
  unreachable: '暂时连接不上统一身份认证平台,请稍后重试,或使用用户名和密码登录。',
  expired: '统一身份认证未在规定时间内完成,请重新登录。',
  refused: '您取消了统一身份认证,或认证平台未予授权。',
  invalid: '统一身份认证平台返回的信息未通过校验,请重新登录;仍不成功的,请联系系统管理员。',
}

/** 502 where the issuer is at fault, else 400; `cause` is for the server's own log. */
export const oidcFailed = (reason: OidcFailure, cause?: unknown): TenantsError => {
  const error = new TenantsError(reason === 'unreachable' ? 502 : 400, 'OIDC_FAILED', OIDC_MESSAGES[reason], { reason })
  error.cause = cause
  return error
}

/** 404: no such token. */
export const apiTokenNotFound = (id: string): TenantsError => new TenantsError(404, 'API_TOKEN_NOT_FOUND', '没有找到该接口令牌。', { id })

/** 422: a token cannot be made so; `problems` are sentences that name the field and the remedy. */
export const apiTokenInvalid = (problems: string[]): TenantsError =>
  new TenantsError(422, 'API_TOKEN_INVALID', problems.join(''), { reasons: problems })

/** 404: no such user. */
export const userNotFound = (userId: string): TenantsError => new TenantsError(404, 'USER_NOT_FOUND', '没有找到该用户。', { userId })

/** 404: no such organ. */
export const organNotFound = (organId: string): TenantsError =>
  new TenantsError(404, 'ORGAN_NOT_FOUND', `没有找到单位“${organId}”。`, { organId })

/** 422: an organ cannot stand under itself or under something below it. */
export const organCycle = (organId: string): TenantsError =>
  new TenantsError(422, 'ORGAN_CYCLE', '单位不能隶属于自身或其下级单位,请重新选择上级单位。', { organId })

/** 409: one person may not hold both posts. Source: GB/T 22239-2019 (three administrators) and the county's separation of duties. */
export const postsIncompatible = (held: string, asked: string): TenantsError =>
  new TenantsError(409, 'POSTS_INCOMPATIBLE', `该人员已任“${held}”,按照岗位分离要求不能再任“${asked}”。请另行指定人员。`, { held, asked })

/** 422: a rule names something that is not registered. */
export const policyInvalid = (id: string, message: string): TenantsError =>
  new TenantsError(422, 'POLICY_INVALID', `权限规则“${id}”有误:${message}`, { id })

/** 404: no such entry of the supervision log. */
export const entryNotFound = (entryId: string): TenantsError =>
  new TenantsError(404, 'ENTRY_NOT_FOUND', '没有找到该监察日志记录。', { entryId })

/** 409: the entry has no place in the log yet, so nothing can be proved of it. */
export const entryNotSealed = (entryId: string): TenantsError =>
  new TenantsError(409, 'ENTRY_NOT_SEALED', '该记录尚未封存入日志,请稍后再试。', { entryId })

/** 409: an export is evidence and is not written over. */
export const exportFolderNotEmpty = (folder: string): TenantsError =>
  new TenantsError(409, 'EXPORT_FOLDER_NOT_EMPTY', `导出文件夹“${folder}”不是空的,请另选一个文件夹。`, { folder })

/** 404: no such tenant. */
export const tenantNotFound = (tenantId: string): TenantsError =>
  new TenantsError(404, 'TENANT_NOT_FOUND', `没有找到租户“${tenantId}”。lianban tenant list 可列出全部租户。`, {
    tenantId,
  })

/** 422: what a tenant is made of does not hold; `problems` are sentences that name the field and the remedy. */
export const tenantInvalid = (problems: string[]): TenantsError =>
  new TenantsError(422, 'TENANT_INVALID', problems.join('\n'), { problems })

/** 409: the id of the new tenant is taken. */
export const tenantExists = (tenantId: string): TenantsError =>
  new TenantsError(409, 'TENANT_EXISTS', `租户标识“${tenantId}”已被使用,请另取一个。`, { tenantId })

/** 409: another tenant is reached under this host name. */
export const hostTaken = (host: string): TenantsError =>
  new TenantsError(409, 'HOST_TAKEN', `域名“${host}”已登记给另一个租户,请换用其他域名。`, { host })

/** 409: with several tenants each needs a host name, or nobody would know whose page an address shows. */
export const tenantWithoutHost = (tenantId: string): TenantsError =>
  new TenantsError(
    409,
    'TENANT_WITHOUT_HOST',
    `有多个租户时每个租户都须登记访问域名,“${tenantId}”还没有。请先运行:lianban tenant hosts ${tenantId} <域名>`,
    { tenantId },
  )

/** 422: a delegation cannot be made so; `field` names the part. */
export const invalidDelegation = (field: string, message: string): TenantsError =>
  new TenantsError(422, 'DELEGATION_INVALID', message, { field })

/** 409: the delegation was accepted, ended or expired meanwhile. */
export const delegationNotOpen = (): TenantsError =>
  new TenantsError(409, 'DELEGATION_NOT_OPEN', '该委托已被接受、撤销或已到期,请刷新后查看。')

/** 409: emergency access is opened for a short time, with a second factor. */
export const secondFactorRefused = (): TenantsError =>
  new TenantsError(403, 'SECOND_FACTOR_REFUSED', '动态口令不正确或已使用,请输入验证器上的新口令。')

/** 409: somebody reviewed or decided it meanwhile. */
export const alreadyDecided = (): TenantsError => new TenantsError(409, 'ALREADY_DECIDED', '该事项已由他人处理,请刷新后查看。')

/** 409: what a person asked for is decided by another person. */
export const secondPersonNeeded = (): TenantsError =>
  new TenantsError(409, 'SECOND_PERSON_NEEDED', '本人提出的事项应由另一人确认。请由其他有权人员处理。')

/** 409: the rules changed since the proposal was made; `rules` names those that differ. */
export const policyChangeStale = (rules: string[]): TenantsError =>
  new TenantsError(409, 'POLICY_CHANGE_STALE', `提出后规则“${rules.join('、')}”已有变化,请按最新规则重新提出。`, {
    rules,
  })

/** 422: a proposal that changes nothing. */
export const policyChangeEmpty = (): TenantsError => new TenantsError(422, 'POLICY_CHANGE_EMPTY', '没有任何改动,请修改规则后再提出。')

/** 422: what is recorded needs a reason. */
export const reasonMissing = (maxChars: number): TenantsError =>
  new TenantsError(422, 'REASON_MISSING', `请填写理由(不超过 ${maxChars} 字),理由将写入监察日志。`)

/** 422: a day that the calendar does not have. */
export const dayInvalid = (label: string, day: string): TenantsError =>
  new TenantsError(422, 'DAY_INVALID', `${label}“${day.slice(0, 20)}”不是有效的日期,请按 2026-01-31 的形式填写。`)

/** 422: what was filled in for an organ, a post or a person; `field` names the part. */
export const fieldInvalid = (field: string, message: string): TenantsError => new TenantsError(422, 'FIELD_INVALID', message, { field })

/** 409: the id of a new organ is taken, now or by one that was. */
export const organExists = (organId: string): TenantsError =>
  new TenantsError(409, 'ORGAN_EXISTS', `单位标识“${organId}”已被使用(含已撤销的单位),请另取一个。`, { organId })

/** 409: an organ that is not valid on the day, or whose end is planned already. */
export const organNotValidOn = (name: string, day: string): TenantsError =>
  new TenantsError(409, 'ORGAN_NOT_VALID', `“${name}”在 ${day} 不是有效单位,或已登记撤并。请核对日期,或先取消已登记的变更。`)

/** 500: a log keeps the suite it was started with. */
export const suiteChanged = (started: string, configured: string): TenantsError =>
  new TenantsError(
    500,
    'LOG_SUITE_CHANGED',
    `监察日志以算法 ${started} 建立,密钥却属于 ${configured}。请恢复原密钥文件;已建立的日志不能更换算法。`,
    { started, configured },
  )

/** 404: no such delivery of a signed head. */
export const deliveryNotFound = (id: string): TenantsError => new TenantsError(404, 'DELIVERY_NOT_FOUND', '没有找到该发布记录。', { id })

/** 409: only a delivery that was given up is sent again by hand. */
export const deliveryNotDead = (id: string): TenantsError =>
  new TenantsError(409, 'DELIVERY_NOT_DEAD', '该检查点已送达或仍在自动重试,不需要重新发送。', { id })

/** 404: there is no signed head of that size. */
export const checkpointNotFound = (size: number): TenantsError =>
  new TenantsError(404, 'CHECKPOINT_NOT_FOUND', `没有恰好第 ${size} 条为止的检查点,请从检查点列表中选择。`, { size })

/** 409: what an organ has must go somewhere before the organ is closed. */
export const organInUse = (name: string, what: string): TenantsError =>
  new TenantsError(409, 'ORGAN_IN_USE', `“${name}”还有${what},不能直接撤销。请改用合并或拆分,指定承接单位。`)

/** 409: organs of the county and external ones do not become each other. */
export const organKindMismatch = (): TenantsError =>
  new TenantsError(409, 'ORGAN_KIND_MISMATCH', '外部单位与本县机关单位不能互相合并或转换,人员的权限范围不同。请分别办理。')

/** 409: it was done or cancelled meanwhile, or something that is planned builds on it. */
export const changeNotPlanned = (): TenantsError =>
  new TenantsError(409, 'CHANGE_NOT_PLANNED', '该变更已生效、已取消,或有后续变更以它为前提,不能取消。请刷新后查看。')

/** 404: no such kind of post. */
export const postKindNotFound = (post: string): TenantsError =>
  new TenantsError(404, 'POST_KIND_NOT_FOUND', `没有岗位“${post}”。请在岗位目录中核对岗位标识。`, { post })

/** 409: the post is not held at this moment. */
export const postNotHeld = (): TenantsError => new TenantsError(409, 'POST_NOT_HELD', '该人员现未担任此岗位,请刷新后查看。')

/** 409: the same post of the same organ over the same time. */
export const postTwice = (name: string): TenantsError =>
  new TenantsError(409, 'POST_TWICE', `该人员在这段时间已任“${name}”。需要改变起止日期的,请先终止原任职。`, { name })

/** 409: a person has one main post at a time. */
export const twoMainPosts = (held: string): TenantsError =>
  new TenantsError(409, 'TWO_MAIN_POSTS', `该人员在这段时间的主岗是“${held}”。请选择“兼任”或“代理”,或按“调动”办理。`, {
    held,
  })

/** 409: what is held beside a main post does not stand alone. */
export const noMainPost = (left: string, day: string): TenantsError =>
  new TenantsError(409, 'NO_MAIN_POST', `自 ${day} 起该人员只剩“${left}”而没有主岗。请先另定主岗,或一并终止。`, {
    left,
    day,
  })

/** 409: people of external organisations have access bound to their cases, and nobody else has. */
export const externalNeedsCaseBound = (organ: string, post: string, isExternal: boolean): TenantsError =>
  new TenantsError(
    409,
    'EXTERNAL_NEEDS_CASE_BOUND',
    isExternal
      ? `“${organ}”是外部单位,其人员只能任“协同单位人员”(只见所涉办件),不能任“${post}”。`
      : `“${post}”只供外部单位人员使用,“${organ}”是本县机关单位,请选择其他岗位。`,
  )

/** 409: the account is disabled. */
export const userDisabled = (name: string): TenantsError =>
  new TenantsError(409, 'USER_DISABLED', `“${name}”的账号已停用,不能授予岗位。请先由系统管理员启用账号。`)
