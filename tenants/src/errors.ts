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
  new TenantsError(
    423,
    'ACCOUNT_LOCKED',
    `密码连续输错次数过多,账号已锁定。请在 ${minutes} 分钟后重试,或联系系统管理员。`,
    { lockedUntil },
  )

/** 403: the caller's posts do not allow the action. The message says what is missing and who can grant it. */
export const notAuthorized = (
  message: string,
  details: { action: string; type: string; rule: string | null },
): TenantsError => new TenantsError(403, 'NOT_AUTHORIZED', message, details)

/** 404 in the place of 403, for a caller who may not even know that the thing exists. */
export const notFound = (): TenantsError => new TenantsError(404, 'NOT_FOUND', '没有找到该内容,或您无权查看。')

/** 409: the username is taken. */
export const usernameTaken = (username: string): TenantsError =>
  new TenantsError(409, 'USERNAME_TAKEN', `用户名“${username}”已被使用,请换一个。`, { username })

/** 422: the password is too weak. */
export const passwordTooWeak = (minLength: number): TenantsError =>
  new TenantsError(422, 'PASSWORD_TOO_WEAK', `密码至少 ${minLength} 位,并包含大写字母、小写字母、数字、符号中的三类。`)

/** 404: no such user. */
export const userNotFound = (userId: string): TenantsError =>
  new TenantsError(404, 'USER_NOT_FOUND', '没有找到该用户。', { userId })

/** 404: no such organ. */
export const organNotFound = (organId: string): TenantsError =>
  new TenantsError(404, 'ORGAN_NOT_FOUND', `没有找到单位“${organId}”。`, { organId })

/** 422: an organ cannot stand under itself or under something below it. */
export const organCycle = (organId: string): TenantsError =>
  new TenantsError(422, 'ORGAN_CYCLE', '单位不能隶属于自身或其下级单位,请重新选择上级单位。', { organId })

/** 409: one person may not hold both posts. Source: GB/T 22239-2019 (three administrators) and the county's separation of duties. */
export const postsIncompatible = (held: string, asked: string): TenantsError =>
  new TenantsError(
    409,
    'POSTS_INCOMPATIBLE',
    `该人员已任“${held}”,按照岗位分离要求不能再任“${asked}”。请另行指定人员。`,
    { held, asked },
  )

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
export const alreadyDecided = (): TenantsError =>
  new TenantsError(409, 'ALREADY_DECIDED', '该事项已由他人处理,请刷新后查看。')

/** 409: what a person asked for is decided by another person. */
export const secondPersonNeeded = (): TenantsError =>
  new TenantsError(409, 'SECOND_PERSON_NEEDED', '本人提出的事项应由另一人确认。请由其他有权人员处理。')

/** 409: the rules changed since the proposal was made; `rules` names those that differ. */
export const policyChangeStale = (rules: string[]): TenantsError =>
  new TenantsError(409, 'POLICY_CHANGE_STALE', `提出后规则“${rules.join('、')}”已有变化,请按最新规则重新提出。`, {
    rules,
  })

/** 422: a proposal that changes nothing. */
export const policyChangeEmpty = (): TenantsError =>
  new TenantsError(422, 'POLICY_CHANGE_EMPTY', '没有任何改动,请修改规则后再提出。')

/** 422: what is recorded needs a reason. */
export const reasonMissing = (maxChars: number): TenantsError =>
  new TenantsError(422, 'REASON_MISSING', `请填写理由(不超过 ${maxChars} 字),理由将写入监察日志。`)

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

/** 500: a log keeps the suite it was started with. */
export const suiteChanged = (started: string, configured: string): TenantsError =>
  new TenantsError(
    500,
    'LOG_SUITE_CHANGED',
    `监察日志以算法 ${started} 建立,密钥却属于 ${configured}。请恢复原密钥文件;已建立的日志不能更换算法。`,
    { started, configured },
  )

/** 404: no such delivery of a signed head. */
export const deliveryNotFound = (id: string): TenantsError =>
  new TenantsError(404, 'DELIVERY_NOT_FOUND', '没有找到该发布记录。', { id })

/** 409: only a delivery that was given up is sent again by hand. */
export const deliveryNotDead = (id: string): TenantsError =>
  new TenantsError(409, 'DELIVERY_NOT_DEAD', '该检查点已送达或仍在自动重试,不需要重新发送。', { id })

/** 404: there is no signed head of that size. */
export const checkpointNotFound = (size: number): TenantsError =>
  new TenantsError(404, 'CHECKPOINT_NOT_FOUND', `没有恰好第 ${size} 条为止的检查点,请从检查点列表中选择。`, { size })
