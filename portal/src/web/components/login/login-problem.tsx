import { Alert } from 'antd'
import { useTranslation } from '../../i18n.ts'
import type { ApiError } from '../../api/api-error.ts'

/** Why a step of the login was refused. */
export function LoginProblem({ error }: { error: ApiError | null }) {
  const { t } = useTranslation()
  // In another language by its code, as far as there are words for it.
  return (
    error && (
      <Alert
        type="error"
        showIcon
        message={t(`error ${error.code}`, {}, error.message)}
        role="alert"
        className="gap-below"
        data-testid="login-error"
      />
    )
  )
}
