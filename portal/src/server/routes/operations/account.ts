import { ChangePassword, Confirmation, Reauthentication, StrongReauthentication } from '../account.ts'
import { NewApiToken } from '../api-tokens.ts'
import { OidcStart } from '../oidc.ts'
import { Login, LoginCode, LoginPassword } from '../session.ts'
import { Page } from '../shapes.ts'
import { LinkIdentity } from '../user-security.ts'
import type { Operation } from './operation.ts'

/** Logging in, one's own account, and what proves who one is. */
export const ACCOUNT_OPERATIONS: Record<string, Operation> = {
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
}
