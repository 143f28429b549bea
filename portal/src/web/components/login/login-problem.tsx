import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
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
        message={t(`error ${error.code}`, { defaultValue: error.message })}
        role="alert"
        className="gap-below"
        data-testid="login-error"
      />
    )
  )
}
