import { Alert, Button } from 'antd'
import { useState } from 'react'
import { Link, Navigate, useSearchParams } from 'react-router-dom'
import { useTranslation } from '../i18n.ts'
import { paths } from '../api/api.ts'
import type { DemoAccount } from '../api/session.ts'
import { LoginFlow } from '../components/login/login-flow.tsx'
import { useResource } from '../hooks/use-resource.ts'
import { useTitle } from '../hooks/use-title.ts'
import { lastTenantName, useSessionContext } from '../session.tsx'
import { AppearanceMenu } from '../shell/appearance-menu.tsx'
import { Brand } from '../shell/brand.tsx'
import { homeOf } from '../shell/desks.ts'
import { safePlace } from './safe-place.ts'
import './login.css'

const STEP_TITLES: Record<string, string> = {
  'second-factor': '输入动态口令',
  password: '设置新密码',
  enrolment: '绑定动态口令',
  'recovery-codes': '保存恢复码',
}

/** Why the way over the OpenID Connect issuer failed. */
const PROBLEMS: Record<string, string> = {
  'oidc-unreachable': '暂时连接不上统一身份认证平台,请稍后重试,或使用用户名和密码登录。',
  'oidc-expired': '统一身份认证未在规定时间内完成,请重新登录。',
  'oidc-refused': '您取消了统一身份认证,或认证平台未予授权。',
  'oidc-invalid': '统一身份认证平台返回的信息未通过校验,请重新登录;仍不成功的,请联系系统管理员。',
  ACCOUNT_LOCKED: '该账号已锁定,请稍后重试,或联系系统管理员解除锁定。',
  NO_POST: '您的账号已停用或目前没有任何岗位,不能登录。请联系本单位系统管理员核对。',
  LOGIN_OVER: '登录未在规定时间内完成,请重新登录。',
}

/** Log in, then go where one wanted to go. In the sample county the accounts to try are offered. */
export function Component() {
  const { t } = useTranslation()
  const { state } = useSessionContext()
  const [search] = useSearchParams()
  const [account, setAccount] = useState<DemoAccount | null>(null)
  const demo = useResource<{ items: DemoAccount[]; password?: string; tenantName?: string }>(paths.demoAccounts)
  const options = useResource<{ oidc: { label: string } | null }>(paths.loginOptions)
  const [step, setStep] = useState('start')
  useTitle(t('登录'))

  if (state.phase === 'in' && state.ended === null) return <Navigate to={safePlace(search.get('from')) ?? homeOf(state.session)} replace />

  const problem = PROBLEMS[search.get('problem') ?? '']
  const fill = account ? { username: account.username, password: demo.data?.password ?? '' } : undefined
  return (
    <main className="login">
      <div className="login-tools">
        <AppearanceMenu />
      </div>
      <div className="login-box">
        <div className="login-head">
          <Brand />
          <h1>{t('{{county}}政务办理平台', { county: demo.data?.tenantName || lastTenantName() || t('县级') })}</h1>
        </div>
        {problem && step === 'start' && (
          <Alert type="warning" showIcon role="alert" className="gap-below" message={t(problem)} data-testid="login-problem" />
        )}
        <section className="card" aria-label={t(STEP_TITLES[step] ?? '登录')}>
          {STEP_TITLES[step] && <h2>{t(STEP_TITLES[step])}</h2>}
          <LoginFlow fill={fill} resume={search.has('step')} onStep={setStep} />
          {options.data?.oidc && step === 'start' && (
            <Button block className="gap-above" href={paths.oidcStart(safePlace(search.get('from')))} data-testid="login-oidc">
              {options.data.oidc.label}
            </Button>
          )}
        </section>
        <p className="login-public">
          {t('不登录也可以')}
          <Link to="/guide">{t('查看办事指南')}</Link> · <a href="/receipt">{t('查询办件进度')}</a>
        </p>
        {!!demo.data?.items.length && step === 'start' && <DemoAccounts accounts={demo.data.items} onChoose={setAccount} />}
      </div>
    </main>
  )
}

function DemoAccounts({ accounts, onChoose }: { accounts: DemoAccount[]; onChoose: (account: DemoAccount) => void }) {
  const { t } = useTranslation()
  return (
    <details className="login-demo quiet" data-testid="demo-accounts">
      <summary>{t('演示账号(示例数据,点选后填入)')}</summary>
      <ul className="plain">
        {accounts.map((account) => (
          <li key={account.username}>
            <Button type="text" size="small" onClick={() => onChoose(account)} data-testid={`demo-${account.username}`}>
              <span>
                {account.name} <span className="quiet">{account.role}</span>
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </details>
  )
}
