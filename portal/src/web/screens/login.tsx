import { Button } from 'antd'
import { useState } from 'react'
import { Navigate, useSearchParams } from 'react-router-dom'
import { paths } from '../api/api.ts'
import type { DemoAccount } from '../api/types.ts'
import { LoginForm } from '../components/login-form.tsx'
import { PageSkeleton } from '../components/page-skeleton.tsx'
import { useResource } from '../hooks/use-resource.ts'
import { useTitle } from '../hooks/use-title.ts'
import { lastTenantName, useSessionContext } from '../session.tsx'
import { Brand } from '../shell/brand.tsx'
import { homeOf } from '../shell/desks.ts'
import { safePlace } from './safe-place.ts'
import './login.css'

/** Log in, then go where one wanted to go. In the sample county the accounts to try are offered. */
export function Component() {
  const { state } = useSessionContext()
  const [search] = useSearchParams()
  const [account, setAccount] = useState<DemoAccount | null>(null)
  const demo = useResource<{ items: DemoAccount[]; password?: string; tenantName?: string }>(paths.demoAccounts)
  useTitle('登录')

  if (state.phase === 'loading') return <PageSkeleton />
  if (state.phase === 'in' && !state.ended) return <Navigate to={safePlace(search.get('from')) ?? homeOf(state.session)} replace />

  const fill = account ? { username: account.username, password: demo.data?.password ?? '' } : undefined
  return (
    <main className="login">
      <div className="login-box">
        <div className="login-head">
          <Brand />
          <h1>{demo.data?.tenantName || lastTenantName() || '县级'}政务办理平台</h1>
        </div>
        <section className="card" aria-label="登录">
          <LoginForm fill={fill} onDone={() => {}} />
        </section>
        {!!demo.data?.items.length && <DemoAccounts accounts={demo.data.items} onChoose={setAccount} />}
      </div>
    </main>
  )
}

function DemoAccounts({ accounts, onChoose }: { accounts: DemoAccount[]; onChoose: (account: DemoAccount) => void }) {
  return (
    <details className="login-demo quiet" data-testid="demo-accounts">
      <summary>演示账号(示例数据,点选后填入)</summary>
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
