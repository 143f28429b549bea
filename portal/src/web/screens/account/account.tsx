import { Alert, Skeleton } from 'antd'
import { useSearchParams } from 'react-router-dom'
import { paths } from '../../api/api.ts'
import type { AccountSecurity } from '../../api/session.ts'
import { ErrorResult } from '../../components/error-result.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useSession } from '../../session.tsx'
import { IdentitySection } from './identity-section.tsx'
import { NoticeSection } from './notice-section.tsx'
import { PasswordSection } from './password-section.tsx'
import { SecondFactorSection } from './second-factor-section.tsx'
import { SessionsSection } from './sessions-section.tsx'
import { SignatureSection } from './signature-section.tsx'
import './account.css'

/** Why linking an identity failed. */
const PROBLEMS: Record<string, string> = {
  IDENTITY_TAKEN: '该统一身份已绑定其他账号,或您的账号已有绑定,本次没有绑定。请先解除原绑定,或联系安全管理员核对。',
  LOGIN_OVER: '绑定过程中登录已变更,本次没有绑定。请重新操作。',
}

/** One's own account: password, second factor, where one is logged in, linked identity. */
export function Component() {
  const security = useResource<AccountSecurity>(paths.accountSecurity)
  const { user } = useSession()
  const [search] = useSearchParams()
  const problem = search.get('problem')
  useTitle('账号与安全')
  return (
    <div className="page account">
      <div className="page-head">
        <h1>账号与安全</h1>
      </div>
      {problem && (
        <Alert
          type="warning"
          showIcon
          className="gap-below"
          message={PROBLEMS[problem] ?? '统一身份认证没有完成,本次没有绑定。请重新操作。'}
        />
      )}
      {security.loading && <Skeleton active />}
      {security.error && !security.data && <ErrorResult error={security.error} onRetry={security.reload} />}
      {security.data && (
        <>
          <PasswordSection password={security.data.password} onChanged={security.reload} />
          <SecondFactorSection state={security.data.secondFactor} onChanged={security.reload} />
          {user.kind === 'staff' && <SignatureSection />}
          <NoticeSection />
          <SessionsSection />
          {security.data.identity && <IdentitySection identity={security.data.identity} onChanged={security.reload} />}
        </>
      )}
    </div>
  )
}
