import { Alert } from 'antd'
import type { ApiError } from '../api/api-error.ts'
import { SupportCode } from './error-result.tsx'

/** What went wrong with an action, above the form or dialog that stays as it is. */
export function ErrorNote({ error }: { error: ApiError | null }) {
  if (!error) return null
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      className="gap-below"
      message={error.message}
      description={<SupportCode error={error} />}
      data-testid="action-error"
    />
  )
}
