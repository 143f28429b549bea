import { Alert } from 'antd'
import type { ApiError } from '../../api/api-error.ts'

/** Why a step of the login was refused. */
export function LoginProblem({ error }: { error: ApiError | null }) {
  return error && <Alert type="error" showIcon message={error.message} role="alert" className="gap-below" data-testid="login-error" />
}
